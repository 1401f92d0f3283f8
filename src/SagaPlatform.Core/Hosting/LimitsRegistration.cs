using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SagaPlatform.Core.Hosting;

/// <summary>Limits from the configuration: what cannot be read, or is out of range, stops the start and names its key.</summary>
public static class LimitsRegistration
{
    /// <summary>Binds a section to its options, and checks them at start.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="section">The section's name, as in <c>Outbox:ConfirmTimeout</c>.</param>
    public static OptionsBuilder<TOptions> AddLimits<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
    {
        services.AddSingleton<IValidateOptions<TOptions>>(new Ranges<TOptions>(section));
        return services.AddOptions<TOptions>().Configure(x => Bind(configuration, section, x)).ValidateOnStart();
    }

    /// <summary>Binds a section of the host's own configuration to its options, and checks them at start.</summary>
    /// <param name="services">Where to; the host puts its configuration there too.</param>
    /// <param name="section">The section's name.</param>
    public static OptionsBuilder<TOptions> AddLimits<TOptions>(this IServiceCollection services, string section) where TOptions : class
    {
        services.AddSingleton<IValidateOptions<TOptions>>(new Ranges<TOptions>(section));
        return services.AddOptions<TOptions>().Configure<IConfiguration>((x, configuration) => Bind(configuration, section, x)).ValidateOnStart();
    }

    /// <summary>The same limits before there is a container to ask.</summary>
    /// <exception cref="OptionsValidationException">Names the key that is wrong.</exception>
    public static TOptions Limits<TOptions>(this IConfiguration configuration, string section) where TOptions : class, new()
    {
        var options = new TOptions();
        Bind(configuration, section, options);
        var result = new Ranges<TOptions>(section).Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(section, typeof(TOptions), result.Failures) : options;
    }

    static void Bind<TOptions>(IConfiguration configuration, string section, TOptions options) where TOptions : class
    {
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsValidationException(section, typeof(TOptions), [e.Message]); // it names the key and the value
        }
    }

    sealed class Ranges<TOptions>(string section) : IValidateOptions<TOptions> where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            List<ValidationResult> wrong = [];
            return Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(wrong.Select(x => $"{Keys(x)}: {x.ErrorMessage}"));
        }

        string Keys(ValidationResult wrong) => string.Join(", ", wrong.MemberNames.Select(x => $"{section}:{x}"));
    }
}
