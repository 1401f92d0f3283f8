using System.Text.Json.Schema;
using MassTransit.Serialization;
using SagaPlatform.OperatorConsole.FailedMessages;
using SagaPlatform.OperatorConsole.Machines;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>Puts together all that is known of one saga.</summary>
sealed class SagaDesk(
    ISagaQueries queries, ITimeoutStore timeouts, MachineCatalogue machines, FailedMessageQueries failed, SagaActions actions, RelatedSagas related, TimeProvider time)
{
    const int FailedMax = 20;
    const int HistoryPageRows = 500;

    /// <summary>Entries of the history whose way is drawn: the first ones of a longer one.</summary>
    const int HistoryPagesMax = 10;

    public async Task<SagaView?> Look(Guid id, string pathBase, CancellationToken cancellation)
    {
        if (await queries.Find(id, cancellation) is not { } found)
            return null;
        var saga = (ProcessState)found.Row; // AddSaga takes no other
        var process = machines.Find(found.Summary.Type)!.Definition;
        var now = time.GetUtcNow();
        var failures = await failed.List(new FailedMessageFilter(SagaId: id), null, FailedMax, cancellation);
        return new SagaView(found.Summary, pathBase)
        {
            WaitingFor = new WaitingFor(process, now).Sentence(saga),
            Stage = saga.Ledger.At,
            Reason = saga.Ledger.Reason,
            Ledger = [.. saga.Ledger.Lines.Select(x => LedgerLineView.Of(x, process))],
            Timeouts = [.. (await timeouts.Of(id, cancellation)).Where(x => !x.IsKept).Select(TimeoutView.Of)],
            Row = MaskedRow.Of(saga),
            Held = saga.Ledger.Held,
            Related = await related.Of(saga, pathBase, cancellation),
            FailedMessages = [.. failures.Items.Select(x => new FailedMessageItem(x, pathBase))],
            Actions = actions.Possible(found, now),
            Events = [.. actions.Events(found).Select(Event)],
            Fingerprint = saga.Ledger.Machine,
        };
    }

    public async Task<GraphView?> Graph(Guid id, CancellationToken cancellation)
    {
        if (await queries.Find(id, cancellation) is not { Summary: var saga } || machines.Find(saga.Type) is not { } machine)
            return null;
        List<HistoryEntry> history = [];
        string? cursor = null;
        for (var i = 0; i < HistoryPagesMax && (i == 0 || cursor != null); i++)
        {
            var page = await queries.History(id, cursor, HistoryPageRows, cancellation);
            history.AddRange(page.Items);
            cursor = page.Next;
        }
        return GraphView.Of(machine, await queries.Count(cancellation), saga.State, history);
    }

    static EventView Event(PossibleEvent x) => new(x.Name, x.Reaction, SystemTextJsonMessageSerializer.Options.GetJsonSchemaAsNode(x.Type));
}
