namespace SagaPlatform.Core.Sagas;

/// <summary>How the messages of a process find it: one function for each family of messages.</summary>
sealed class CorrelationFamilies
{
    readonly List<(Type Family, Func<object, Guid> Id)> _families = [];

    public void Add<TFamily>(string process, Func<TFamily, Guid> id) where TFamily : class
    {
        if (_families.Exists(x => x.Family == typeof(TFamily)))
            throw new ProcessDefinitionException($"{process}: it Correlates {typeof(TFamily).Name} twice.");
        _families.Add((typeof(TFamily), m => id((TFamily)m)));
    }

    /// <summary>The function for a message: its own type's, else that of the one family it implements.</summary>
    public Func<T, Guid> IdOf<T>(string process) where T : class
    {
        var fitting = _families.FindAll(x => x.Family.IsAssignableFrom(typeof(T)));
        if (fitting.Find(x => x.Family == typeof(T)) is { Id: { } own })
            return m => own(m);

        return fitting switch
        {
            [var (_, id)] => m => id(m),
            [] => throw new ProcessDefinitionException($"{process}: {typeof(T).Name} belongs to none of its families ("
                + $"{string.Join(", ", _families.Select(x => x.Family.Name))}). Implement one, or say Correlates<{typeof(T).Name}> before it is used."),
            _ => throw new ProcessDefinitionException($"{process}: {typeof(T).Name} belongs to several of its families ("
                + $"{string.Join(", ", fitting.Select(x => x.Family.Name))}). Say Correlates<{typeof(T).Name}> before it is used."),
        };
    }
}
