using System.Collections.Concurrent;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using Xunit;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// Which steps of a saga there are to be troubled, per variant. Each variant is carried through its good path once, on the real
/// machine: a condition or an empty list may keep a step from being asked, and only the saga knows.
/// </summary>
/// <typeparam name="TScript">The saga's script.</typeparam>
static class Matrix<TScript> where TScript : SagaScript, new()
{
    static readonly Lazy<IReadOnlyDictionary<string, Reached>> Good = new(() => Task.Run(Walk).GetAwaiter().GetResult());

    public static TScript Script { get; } = new();

    public static TheoryData<string> Variants => [.. Script.Variants];

    /// <summary>Steps that no variant asks.</summary>
    public static IReadOnlyList<string> NeverAsked =>
        [.. Script.Definition.Steps.Select(x => x.Name)
            .Where(step => !Script.IsAskedAfterTroubleOnly(step) && !Good.Value.Values.Any(x => x.Items.ContainsKey(step)))];

    /// <summary>Every step that a variant asks, of the steps that fit.</summary>
    public static TheoryData<string, string> Steps(Func<StageDefinition, StepDefinition, bool> fits) => Pairs(variant =>
        from stage in Script.Definition.Stages
        from step in stage.Steps
        where IsAsked(variant, step.Name) && fits(stage, step)
        select step.Name);

    /// <summary>Every stage that a variant waits in, of the stages that fit.</summary>
    public static TheoryData<string, string> Stages(Func<StageDefinition, bool> fits) => Pairs(variant =>
        from stage in Script.Definition.Stages
        where stage.Steps.Any(x => IsAsked(variant, x.Name)) && fits(stage)
        select stage.Name);

    public static bool IsAsked(string variant, string step) => Good.Value[variant].Items.ContainsKey(step);

    /// <summary>The last stage that a variant waits in before there is no way back; null when there is none.</summary>
    public static StageDefinition? LastBeforeNoReturn(string variant) => Script.Definition.Stages
        .LastOrDefault(x => !x.PastPointOfNoReturn && x.Steps.Any(s => IsAsked(variant, s.Name)));

    /// <summary>Pairs of a variant and a name; a theory without any says so instead of failing.</summary>
    static TheoryData<string, string> Pairs(Func<string, IEnumerable<string>> names)
    {
        var data = new TheoryData<string, string>();
        foreach (var variant in Script.Variants)
            foreach (var name in names(variant))
                data.Add(variant, name);
        if (!data.Any())
            data.Add(Matrix.None, Matrix.None);
        return data;
    }

    static async Task<IReadOnlyDictionary<string, Reached>> Walk()
    {
        await using var platform = await EmbeddedPlatform.Start(Script.Family);
        var reached = new Dictionary<string, Reached>();
        foreach (var variant in Script.Variants)
        {
            var saga = await ScriptedSaga.Run(Script, platform, variant, Plan.Good);
            var lines = (await saga.State()).Ledger.Lines.Where(x => x.Status != LineStatus.Skipped);
            reached[variant] = new Reached(lines.GroupBy(x => x.Step).ToDictionary(x => x.Key, x => x.Count()));
        }

        return reached;
    }

    sealed record Reached(IReadOnlyDictionary<string, int> Items);
}

static class Matrix
{
    /// <summary>Stands in a theory of which a saga has no case, for a theory without any fails.</summary>
    public const string None = "(none)";
}

/// <summary>
/// Platforms of a script that wait for the next test: starting one costs more than most tests. One test has it alone; a failed
/// one, and one that leaves a clock behind, is not used again.
/// </summary>
static class Platforms<TScript> where TScript : SagaScript, new()
{
    /// <summary>After this many sagas it remembers so much that a new one is faster.</summary>
    const int SagasMax = 40;

    static readonly ConcurrentBag<(EmbeddedPlatform Platform, int Sagas)> Free = [];

    public static async Task Use(Func<EmbeddedPlatform, Task> test)
    {
        if (!Free.TryTake(out var taken))
            taken = (await EmbeddedPlatform.Start(Matrix<TScript>.Script.Family), 0);
        var passed = false;
        try
        {
            await test(taken.Platform);
            passed = true;
        }
        finally
        {
            if (passed && taken.Sagas + 1 < SagasMax && !taken.Platform.HasTimeouts)
                Free.Add((taken.Platform, taken.Sagas + 1));
            else
                await taken.Platform.DisposeAsync();
        }
    }
}

/// <summary>Carries sagas on embedded platforms, one after the other, in virtual time.</summary>
sealed class OnEmbeddedPlatforms<TScript> : ISagaCarrier where TScript : SagaScript, new()
{
    public Task Carry(string variant, Plan plan, Func<CarriedSaga, Task> look) => Platforms<TScript>.Use(async platform =>
        await look(await ScriptedSaga.Run(Matrix<TScript>.Script, platform, variant, plan)));
}
