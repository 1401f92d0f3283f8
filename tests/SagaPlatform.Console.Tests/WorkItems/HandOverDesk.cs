using System.Collections.Concurrent;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.WorkItems;
using People = SagaPlatform.Core.WorkItems.WorkItems;

namespace SagaPlatform.OperatorConsole.Tests.WorkItems;

public sealed record AllowHandOver(Guid Saga, int Deciders, string[] MayNotDecide);

public sealed record WithdrawHandOver(Guid Saga);

public sealed record HandOverWithdrawn(Guid Saga);

public sealed record HandOverAllowed(Guid Saga, string By);

public sealed record HandOverForbidden(Guid Saga, string Reason);

/// <summary>A participant that asks people.</summary>
public sealed class DeskHandler(People people) : ICommandHandler<AllowHandOver>, ICommandHandler<WithdrawHandOver>
{
    public Task<Answer> Handle(AllowHandOver command, CancellationToken cancellation) => people.Open(
        new OpenWorkItem("hand-over", command.Saga, "HandOver", "Hand the parcel over?", "2 kg")
        {
            DecidersNeeded = command.Deciders, MayNotDecide = command.MayNotDecide,
        },
        reason => new HandOverForbidden(command.Saga, reason));

    public Task<Answer> Handle(WithdrawHandOver command, CancellationToken cancellation) =>
        people.Withdraw("hand-over", command.Saga, new HandOverWithdrawn(command.Saga));
}

/// <summary>Stands for the saga that hears the decision.</summary>
public sealed class Listener(HeardAnswers heard) : ICommandHandler<HandOverAllowed>, ICommandHandler<HandOverForbidden>
{
    public Task<Answer> Handle(HandOverAllowed command, CancellationToken cancellation) => heard.Add(command);

    public Task<Answer> Handle(HandOverForbidden command, CancellationToken cancellation) => heard.Add(command);
}

public sealed class HeardAnswers
{
    readonly ConcurrentQueue<object> _all = new();

    public IReadOnlyList<object> All => [.. _all];

    public Task<Answer> Add(object message)
    {
        _all.Enqueue(message);
        return Task.FromResult(Answer.None);
    }
}
