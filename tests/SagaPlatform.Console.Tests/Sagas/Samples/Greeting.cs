using Microsoft.EntityFrameworkCore;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Tests.Sagas.Samples;

public sealed record Greet(Guid Id);

public sealed record SayHello(Guid Id);

public sealed record HelloSaid(Guid Id);

public sealed class GreetingState : ProcessState;

/// <summary>The smallest process, so that lists span types.</summary>
public sealed class Greeting : ProcessStateMachine<GreetingState>
{
    public Greeting()
    {
        Correlates<Greet>(m => m.Id);
        Correlates<SayHello>(m => m.Id);
        Correlates<HelloSaid>(m => m.Id);
        StartedBy<Greet>((_, _) => { });
        Step("SayHello", s => s
            .Asks("voices", g => new SayHello(g.CorrelationId))
            .AnsweredBy<HelloSaid>()
            .Within(TimeSpan.FromSeconds(5))
            .NothingToUndo());
        Ends(completed: _ => null, cancelled: (_, _) => null, needsAttention: (_, _) => null);
    }

    public static void Map(ModelBuilder model) => model.Entity<GreetingState>(row =>
    {
        row.ToTable("greeting");
        Delivery.Common(row);
    });
}
