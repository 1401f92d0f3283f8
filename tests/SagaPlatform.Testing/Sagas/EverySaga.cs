using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using Shouldly;

namespace SagaPlatform.Testing.Sagas;

/// <summary>Where sagas are carried through their plans.</summary>
public interface ISagaCarrier
{
    /// <summary>Carries a saga until it ends or waits for somebody of whom the plan says nothing, and looks at it.</summary>
    Task Carry(string variant, Plan plan, Func<CarriedSaga, Task> look);
}

/// <summary>What the three parts of the matrix share: a saga under a plan, and the laws afterwards.</summary>
/// <typeparam name="TScript">The saga's script.</typeparam>
public abstract class EverySaga<TScript> where TScript : SagaScript, new()
{
    private protected EverySaga()
    {
    }

    internal ISagaCarrier Carrier { get; init; } = new OnEmbeddedPlatforms<TScript>();

    private protected static TScript Script => Matrix<TScript>.Script;

    /// <summary>The saga's own laws; nothing by default.</summary>
    protected virtual Task Laws(EmbeddedPlatform platform, Guid id) => Task.CompletedTask;

    /// <summary>Carries a saga through a plan, looks at it, and checks that the laws hold.</summary>
    private protected Task After(string variant, Plan plan, Func<CarriedSaga, Task> then) => variant == Matrix.None ? Task.CompletedTask
        : Carrier.Carry(variant, plan, async saga =>
        {
            await then(saga);
            saga.Errors().ShouldBeEmpty(await saga.Told());
            await SagaLaws.Hold(saga);
            if (saga is ScriptedSaga { Platform: var platform })
                await Laws(platform, saga.Id);
        });

    private protected static async Task ShouldBe(CarriedSaga saga, string state) =>
        (await saga.State()).CurrentState.ShouldBe(state, await saga.Told());

    private protected static async Task ShouldHaveEnded(CarriedSaga saga, string state)
    {
        await ShouldBe(saga, state);
        (await saga.State()).EndedAt.ShouldNotBeNull(await saga.Told());
    }

    /// <summary>The first line of a step: the one that plans speak of.</summary>
    private protected static async Task<LedgerLine> Line(CarriedSaga saga, string step) =>
        (await saga.Lines(step)).Count > 0 ? (await saga.Lines(step))[0] : throw new InvalidOperationException($"{step} was never asked.\n{await saga.Told()}");

    private protected static bool CanUndo(string step) => step != Matrix.None && Script.Step(step).Undo != null;
}
