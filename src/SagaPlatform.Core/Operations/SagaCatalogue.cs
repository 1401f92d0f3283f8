namespace SagaPlatform.Core.Operations;

/// <summary>A kind of saga.</summary>
/// <param name="Name">Kebab-case, as its queue, its history and the API call it: <c>order-fulfilment</c>. At most 64 characters.</param>
/// <param name="State">The class of its row.</param>
/// <param name="Machine">The class of its state machine.</param>
public sealed record SagaType(string Name, Type State, Type Machine);

/// <summary>Every kind of saga this process knows.</summary>
public sealed class SagaCatalogue(IEnumerable<SagaType> types)
{
    readonly Dictionary<string, SagaType> _byName = types.ToDictionary(x => x.Name, StringComparer.Ordinal);

    /// <summary>All, by name.</summary>
    public IReadOnlyCollection<SagaType> All => [.. _byName.Values.OrderBy(x => x.Name, StringComparer.Ordinal)];

    /// <summary>The kind of that name; null when there is none.</summary>
    public SagaType? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The kind whose rows are of this class.</summary>
    /// <exception cref="InvalidOperationException">No such saga is registered.</exception>
    public SagaType Of(Type state) => _byName.Values.FirstOrDefault(x => x.State == state)
        ?? throw new InvalidOperationException($"No saga is registered whose row is {state.Name}: add it with AddSaga.");
}
