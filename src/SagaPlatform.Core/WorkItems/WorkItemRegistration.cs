using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.WorkItems;

/// <summary>Adds the work of people.</summary>
public static class WorkItemRegistration
{
    /// <summary>Adds a kind of work item. Needed in every process that opens such items or takes decisions about them.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="name">What it is called, in kebab-case: <c>claim-approval</c>; at most <see cref="WorkItem.NameCharactersMax"/> characters.</param>
    /// <param name="says">Who decides, and what the saga then hears.</param>
    /// <exception cref="ArgumentException">Something is not said.</exception>
    public static IServiceCollection AddWorkItemKind(this IServiceCollection services, string name, Action<WorkItemKindBuilder> says)
    {
        var kind = new WorkItemKindBuilder(name);
        says(kind);
        return services.AddSingleton(kind.Build());
    }

    /// <summary>What every process needs that opens items, lists them or takes decisions.</summary>
    internal static void AddWorkItems(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLimits<WorkItemOptions>(configuration, "WorkItems");
        services.AddRows(model => model.ApplyConfiguration(new WorkItemMapping()));
        services.AddSingleton<WorkItemKinds>();
        services.AddSingleton<WorkItemDecisions>();
        services.AddSingleton<WorkItemQueries>();
        services.AddScoped<WorkItems>();
        services.AddSingleton<IValidator<DecideWorkItem>, DecideWorkItemValidator>();
    }
}
