using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// How participants and people speak to one saga: a pure function from what they were asked to what they say. It knows nothing
/// of when, how often, or over which bus.
/// </summary>
/// <typeparam name="TState">The saga's state.</typeparam>
public sealed class Speech<TState> where TState : ProcessState
{
    readonly Dictionary<Type, Func<object, object>> _yes = [];
    readonly Dictionary<Type, Func<object, object>> _no = [];
    readonly Dictionary<Type, Func<object, object>> _gone = [];
    readonly Dictionary<string, PauseSpeech<TState>> _pauses = [];
    readonly Speech<TState>? _otherwise;

    internal Speech(Speech<TState>? otherwise = null) => _otherwise = otherwise;

    /// <summary>What a participant says to a command when it did what it was asked, and when it did not and will not.</summary>
    public Speech<TState> When<TCommand>(Func<TCommand, object> yes, Func<TCommand, object>? no = null) where TCommand : class
    {
        _yes[typeof(TCommand)] = x => yes((TCommand)x);
        if (no != null)
            _no[typeof(TCommand)] = x => no((TCommand)x);
        return this;
    }

    /// <summary>What a participant says to an undo: nothing is held any more.</summary>
    public Speech<TState> WhenUndone<TCommand>(Func<TCommand, object> gone) where TCommand : class
    {
        _gone[typeof(TCommand)] = x => gone((TCommand)x);
        return this;
    }

    /// <summary>What somebody says in a pause: said again and again, with the saga as it then is, until the pause is over.</summary>
    /// <param name="pause">The name of the pause.</param>
    /// <param name="goesOn">So that it goes on.</param>
    /// <param name="givesBack">So that all is given back; null where nothing said there does.</param>
    /// <param name="remembers">What the pause's own During keeps of it, for the walks without a bus; null when nothing.</param>
    public Speech<TState> InPause(string pause, Func<TState, object> goesOn, Func<TState, object>? givesBack = null, Action<TState>? remembers = null)
    {
        _pauses[pause] = new PauseSpeech<TState>(goesOn, givesBack, remembers);
        return this;
    }

    /// <summary>A command that participants answer, by its short name.</summary>
    internal Type? CommandNamed(string name) => _yes.Keys.Concat(_gone.Keys).FirstOrDefault(x => x.Name == name) ?? _otherwise?.CommandNamed(name);

    internal bool Answers(Type command) => _yes.ContainsKey(command) || _otherwise?.Answers(command) == true;

    internal bool Refuses(Type command) => _no.ContainsKey(command) || _otherwise?.Refuses(command) == true;

    internal bool Confirms(Type command) => _gone.ContainsKey(command) || _otherwise?.Confirms(command) == true;

    internal PauseSpeech<TState>? Pause(string name) => _pauses.GetValueOrDefault(name) ?? _otherwise?.Pause(name);

    internal object Says(Says what, object command) => Find(what, command.GetType())?.Invoke(command)
        ?? throw new InvalidOperationException($"The script does not say how {command.GetType().Name} is answered with {what}: {Hint(what, command.GetType().Name)}.");

    Func<object, object>? Find(Says what, Type command) => (what switch
    {
        Sagas.Says.Yes => _yes,
        Sagas.Says.No => _no,
        _ => _gone,
    }).GetValueOrDefault(command) ?? _otherwise?.Find(what, command);

    static string Hint(Says what, string command) => what switch
    {
        Sagas.Says.Yes => $"When<{command}>(yes: ...)",
        Sagas.Says.No => $"When<{command}>(yes: ..., no: ...)",
        _ => $"WhenUndone<{command}>(...)",
    };
}

/// <summary>The ways out of a pause.</summary>
sealed record PauseSpeech<TState>(Func<TState, object> GoesOn, Func<TState, object>? GivesBack, Action<TState>? Remembers);
