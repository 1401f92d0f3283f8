using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Participants.Receiving;

/// <summary>Asks the warehouse desk what to do with a delivery whose count differs. The answer is a person's decision.</summary>
public sealed class DiscrepancyHandler(WorkItems workItems) :
    ICommandHandler<OpenDiscrepancy>,
    ICommandHandler<WithdrawDiscrepancy>
{
    /// <summary>Who is named where no person decided: the order had given up before it asked.</summary>
    const string Nobody = "nobody";

    /// <inheritdoc />
    public Task<Answer> Handle(OpenDiscrepancy command, CancellationToken cancellation) => workItems.Open(
        new OpenWorkItem(ProcurementWork.Discrepancy, command.ProcurementId, "SettleDiscrepancy",
            $"{command.Article}: {command.Purchased} bought, {command.Counted} counted",
            $"{command.Purchased} pieces of {command.Article} were bought from {command.Supplier}, {command.Counted} were counted. "
            + "Approve: they are kept and paid as counted. Refuse: the delivery goes back, and nothing is paid.")
        { Item = command.Item },
        reason => new DeliveryReturned(command.ProcurementId, command.Item, reason, Nobody));

    /// <inheritdoc />
    public Task<Answer> Handle(WithdrawDiscrepancy command, CancellationToken cancellation) => workItems.Withdraw(
        ProcurementWork.Discrepancy, command.ProcurementId, new DiscrepancyWithdrawn(command.ProcurementId, command.Item), command.Item);
}
