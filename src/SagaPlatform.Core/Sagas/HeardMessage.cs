using MassTransit;
using SagaPlatform.Core.Inbox;

namespace SagaPlatform.Core.Sagas;

/// <summary>A message that a process hears, for whoever has to name its process without knowing its class.</summary>
abstract class HeardMessage(Event on, Type type)
{
    /// <summary>The event it is to the machine.</summary>
    public Event On => on;

    /// <summary>The class of the message.</summary>
    public Type Type => type;

    /// <summary>The process it is for.</summary>
    public abstract Guid IdIn(object message);

    /// <summary>Throws if it breaks a rule of its contract.</summary>
    /// <exception cref="InvalidMessageException">Names every field that is wrong.</exception>
    public abstract void Check(MessageValidation validation, object message);
}

/// <summary>Knows the class, which correlation and validation ask for.</summary>
sealed class HeardMessage<T>(Event on, Func<T, Guid> id) : HeardMessage(on, typeof(T)) where T : class
{
    public override Guid IdIn(object message) => id((T)message);

    public override void Check(MessageValidation validation, object message) => validation.Check((T)message);
}
