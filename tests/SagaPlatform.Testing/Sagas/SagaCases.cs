using System.Globalization;
using System.Reflection;
using Xunit;

namespace SagaPlatform.Testing.Sagas;

/// <summary>One trouble of one step of one variant, to be carried elsewhere than on an embedded platform.</summary>
/// <param name="Name">The trouble as the embedded test is named, in words, then variant and step.</param>
/// <param name="Show">Carries a saga through it and checks what came of it.</param>
public sealed record SagaCase(string Name, Func<ISagaCarrier, Task> Show);

/// <summary>The whole matrix of a saga as data: exactly the cases of <see cref="EveryFault{TScript}"/>,
/// <see cref="EveryUndo{TScript}"/> and <see cref="EveryCancellation{TScript}"/>, with their own expectations.</summary>
/// <typeparam name="TScript">The saga's script.</typeparam>
public static class SagaCases<TScript> where TScript : SagaScript, new()
{
    /// <summary>The saga's script.</summary>
    public static TScript Script => Matrix<TScript>.Script;

    /// <summary>All cases, in the order they are written.</summary>
    public static IReadOnlyList<SagaCase> All { get; } =
    [
        .. Of(x => new FaultsOf<TScript> { Carrier = x }),
        .. Of(x => new UndosOf<TScript> { Carrier = x }),
        .. Of(x => new CancellationsOf<TScript> { Carrier = x }),
    ];

    static IEnumerable<SagaCase> Of<TTests>(Func<ISagaCarrier, TTests> carriedBy) where TTests : EverySaga<TScript> =>
        from theory in typeof(TTests).GetMethods()
        let rows = theory.GetCustomAttribute<MemberDataAttribute>()
        where rows != null
        from row in (IEnumerable<object[]>)typeof(TTests).GetProperty(rows.MemberName, BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)!.GetValue(null)!
        where !row.Contains(Matrix.None)
        select new SagaCase(
            string.Create(CultureInfo.InvariantCulture, $"{theory.Name.Replace('_', ' ')}: {string.Join(", ", row)}"),
            carrier => (Task)theory.Invoke(carriedBy(carrier), row)!);
}

sealed class FaultsOf<TScript> : EveryFault<TScript> where TScript : SagaScript, new();

sealed class UndosOf<TScript> : EveryUndo<TScript> where TScript : SagaScript, new();

sealed class CancellationsOf<TScript> : EveryCancellation<TScript> where TScript : SagaScript, new();
