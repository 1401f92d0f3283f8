using System.Reflection;
using Xunit;

namespace SagaPlatform.Testing.Sagas;

/// <summary>One trouble of one step of one variant, to be carried elsewhere than on an embedded platform.</summary>
/// <param name="Of">The step, stage or pause in trouble; empty for all of the saga.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Trouble">The trouble, as the embedded test is named, in words.</param>
/// <param name="Show">Carries a saga through it and checks what came of it.</param>
public sealed record SagaCase(string Of, string Variant, string Trouble, Func<ISagaCarrier, Task> Show);

/// <summary>The whole matrix of a saga as data: exactly the cases of <see cref="EveryFault{TScript}"/>,
/// <see cref="EveryUndo{TScript}"/> and <see cref="EveryCancellation{TScript}"/>, with their own expectations.</summary>
/// <typeparam name="TScript">The saga's script.</typeparam>
public static class SagaCases<TScript> where TScript : SagaScript, new()
{
    static readonly Lock Gate = new();
    static IReadOnlyList<SagaCase>? _all;

    /// <summary>The saga's script.</summary>
    public static TScript Script => Matrix<TScript>.Script;

    /// <summary>
    /// All cases, in the order they are written, with every step of the saga waited for so long; the first to ask decides for
    /// this process.
    /// </summary>
    public static IReadOnlyList<SagaCase> WithSteps(TimeSpan limit)
    {
        lock (Gate)
        {
            if (_all != null)
                return _all;
            Script.Under(StepLimits.Short(Script, limit));
            return _all = [.. Of(x => new FaultsOf<TScript> { Carrier = x }), .. Of(x => new UndosOf<TScript> { Carrier = x }), .. Of(x => new CancellationsOf<TScript> { Carrier = x })];
        }
    }

    static IEnumerable<SagaCase> Of<TTests>(Func<ISagaCarrier, TTests> carriedBy) where TTests : EverySaga<TScript> =>
        from theory in typeof(TTests).GetMethods()
        let rows = theory.GetCustomAttribute<MemberDataAttribute>()
        where rows != null
        from row in (IEnumerable<object[]>)typeof(TTests).GetProperty(rows.MemberName, BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)!.GetValue(null)!
        where !row.Contains(Matrix.None)
        select new SagaCase(
            row.Length > 1 ? (string)row[1] : "", (string)row[0], theory.Name.Replace('_', ' '),
            carrier => (Task)theory.Invoke(carriedBy(carrier), row)!);
}

sealed class FaultsOf<TScript> : EveryFault<TScript> where TScript : SagaScript, new();

sealed class UndosOf<TScript> : EveryUndo<TScript> where TScript : SagaScript, new();

sealed class CancellationsOf<TScript> : EveryCancellation<TScript> where TScript : SagaScript, new();
