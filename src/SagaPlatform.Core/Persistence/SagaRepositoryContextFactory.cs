using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SagaPlatform.Core.Faults;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Telemetry;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Persistence;

/// <summary>
/// Carries one message through its saga: one turn, one read, one commit, and only then is the message acknowledged.
/// </summary>
/// <remarks>Scoped: MassTransit makes one per attempt, so a retry starts from an empty unit of work.</remarks>
sealed class SagaRepositoryContextFactory<TSaga>(
    UnitOfWork unit,
    MessageCapture capture,
    IPlatformStore store,
    SagaCatalogue catalogue,
    SagaTurnstile turnstile,
    SagaRowCache cache,
    SagaStateMachine<TSaga> machine,
    MessageValidation validation,
    PlatformMeter meter,
    TimeProvider time,
    ILogger<SagaRepositoryContextFactory<TSaga>> log,
    IServiceProvider services,
    Bind<IBus, ISetScopedConsumeContext> consumeContext) : ISagaRepositoryContextFactory<TSaga>
    where TSaga : ProcessState
{
    public void Probe(ProbeContext context) => context.Add("persistence", "sagaPlatform");

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next) where T : class
    {
        var type = catalogue.Of(typeof(TSaga)).Name;
        var sagaId = context.CorrelationId!.Value;
        ConcernedSaga.Note(context.ReceiveContext, type, sagaId);
        unit.Inbox = new InboxKey(MessageIdentity.Of(context), type);
        using var scoped = log.BeginScope(new SagaLogScope(sagaId, unit.Inbox.MessageId));
        validation.Check(context.Message);
        capture.Saga = (type, sagaId);

        using var turn = await turnstile.Enter(sagaId, context.CancellationToken);
        CrashPoint.Reach(CrashPoint.BeforeHandler);

        var captured = new CapturingConsumeContext<T>(context, capture, services);
        captured.GetOrAddPayload(() => capture);
        using var pushed = context.TryGetPayload<IServiceScope>(out var scope) ? consumeContext.Value.PushContext(scope, captured) : null;
        var notes = new TransitionNotes();
        captured.AddOrUpdatePayload<ITransitionNotes>(() => notes, _ => notes);
        var repository = new SagaRow<TSaga, T>(captured, unit, store, cache, (ProcessStateMachine<TSaga>)machine);

        try
        {
            await Run(next, captured, repository, sagaId);
            if (notes.Kind != HistoryKind.Consumed)
                await Confirm(repository, sagaId);
        }
        catch (DuplicateMessageException)
        {
            meter.Duplicate(type);
            return; // consumed before: acknowledged, and nothing else
        }
        catch (SagaHeldException)
        {
            await Keep(context, repository, type);
            return;
        }

        CrashPoint.Reach(CrashPoint.AfterHandler);
        var entry = Entry(type, sagaId, typeof(T), repository, notes);
        if (repository.Saga is { } saga && entry.Kind == HistoryKind.Consumed)
            unit.Saga = new SagaChange(type, sagaId, saga, repository.LoadedVersion);
        unit.History.Add(entry);

        var outcome = await Commit(repository, sagaId, context.CancellationToken);
        CrashPoint.Reach(CrashPoint.AfterCommit);
        if (outcome == CommitOutcome.Duplicate)
            meter.Duplicate(type);
        else if (outcome == CommitOutcome.Conflict)
        {
            meter.Conflict(type);
            throw new ConcurrencyConflictException($"{type} {sagaId}");
        }
        else
        {
            meter.Transition(type, entry, repository.Saga);
            TransitionLog.Say(log, entry, repository.Saga);
        }
    }

    /// <summary>
    /// An operator holds the saga: the message is stored beside it instead of being heard, and acknowledged. It counts as consumed only when
    /// it comes again. The row is written with it, so that a release at the same moment and this cannot miss each other.
    /// </summary>
    async Task Keep<T>(ConsumeContext<T> context, SagaRow<TSaga, T> repository, string type) where T : class
    {
        var (saga, messageId) = (repository.Saga!, unit.Inbox!.MessageId);
        var held = saga.Ledger.Held!;
        if (++held.Messages > ProcessLimits.HeldMessagesMax)
            throw new ProcessRuleException($"The saga is held, and more than {ProcessLimits.HeldMessagesMax} messages came ({nameof(ProcessLimits.HeldMessagesMax)}).");

        var now = time.GetUtcNow();
        unit.Inbox = null;
        unit.TimeoutsSet.Add(KeptMessage.Of(context, type, saga.CorrelationId, messageId, now));
        unit.Saga = new SagaChange(type, saga.CorrelationId, saga, repository.LoadedVersion);
        unit.History.Add(new HistoryEntry
        {
            SagaType = type,
            SagaId = saga.CorrelationId,
            Version = repository.LoadedVersion + 1,
            At = now,
            Kind = HistoryKind.Ignored,
            Event = MessageIdentity.Name(typeof(T)),
            MessageId = messageId,
            From = saga.CurrentState,
            To = saga.CurrentState,
            Reason = $"The saga is held by {held.By}: the message is kept until it is released.",
        });
        var outcome = await store.Commit(unit, context.CancellationToken);
        cache.Forget(typeof(TSaga), saga.CorrelationId);
        if (outcome == CommitOutcome.Conflict)
            throw new ConcurrencyConflictException($"{type} {saga.CorrelationId}");
    }

    async Task<CommitOutcome> Commit<T>(SagaRow<TSaga, T> repository, Guid sagaId, CancellationToken cancellation) where T : class
    {
        CommitOutcome? outcome = null;
        try
        {
            outcome = await store.Commit(unit, cancellation);
            return outcome.Value;
        }
        finally
        {
            if (repository.IsGuess && outcome != null)
                cache.Learn(right: outcome == CommitOutcome.Committed);
            if (outcome == CommitOutcome.Committed && unit.Saga == null)
            {
                // Nothing changed: what is kept is as good as before.
            }
            else if (outcome == CommitOutcome.Committed && repository.Saga is { EndedAt: null })
                cache.Keep(typeof(TSaga), sagaId, unit.Saga!.Written!, unit.Saga.ExpectedVersion + 1, unit.Inbox!.MessageId, repository.Kept);
            else
                cache.Forget(typeof(TSaga), sagaId);
        }
    }

    /// <summary>
    /// What changes nothing is committed without a version check, so nobody would notice that the row was older than the message:
    /// on a row that was only believed, nothing is ignored, stale or refused until the row was looked at.
    /// </summary>
    async Task Confirm<T>(SagaRow<TSaga, T> repository, Guid sagaId) where T : class
    {
        if (!repository.IsGuess || await repository.IsAsBelieved(sagaId))
            return;
        cache.Forget(typeof(TSaga), sagaId);
        cache.Learn(right: false);
        throw new ConcurrencyConflictException($"{typeof(TSaga).Name} {sagaId}");
    }

    /// <summary>An exception on a row that was only believed proves nothing until the row was looked at.</summary>
    async Task Run<T>(IPipe<SagaRepositoryContext<TSaga, T>> next, ConsumeContext<T> captured, SagaRow<TSaga, T> repository, Guid sagaId)
        where T : class
    {
        try
        {
            await next.Send(repository);
            await captured.ConsumeCompleted;
        }
        catch (Exception e) when (repository.IsGuess && e is not DuplicateMessageException && !captured.CancellationToken.IsCancellationRequested)
        {
            cache.Forget(typeof(TSaga), sagaId);
            if (await repository.IsAsBelieved(sagaId))
                throw;
            cache.Learn(right: false);
            meter.Conflict(unit.Inbox!.Consumer);
            throw new ConcurrencyConflictException($"{typeof(TSaga).Name} {sagaId}", e);
        }
    }

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        throw new NotSupportedException(
            $"{typeof(TSaga).Name}: sagas are found by id alone, so that one message concerns one saga. Correlate {typeof(T).Name} by id.");

    HistoryEntry Entry<T>(string type, Guid sagaId, Type message, SagaRow<TSaga, T> repository, TransitionNotes notes)
        where T : class
    {
        var kind = repository.Saga == null ? HistoryKind.NotFound : notes.Kind;
        return new HistoryEntry
        {
            SagaType = type,
            SagaId = sagaId,
            Version = kind == HistoryKind.Consumed ? repository.LoadedVersion + 1 : 0,
            At = time.GetUtcNow(),
            Kind = kind,
            Event = MessageIdentity.Name(message),
            MessageId = unit.Inbox!.MessageId,
            From = repository.LoadedState,
            To = repository.Saga?.CurrentState,
            Reason = notes.Reason,
            Sent = [.. capture.Sent],
            Timeouts = [.. capture.TimeoutChanges],
        };
    }
}
