using System.Globalization;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Participants.Compliance;

/// <summary>Lets a person of compliance decide whether a hit is the sanctioned person or somebody of the same name.</summary>
public sealed class HitsReviewHandler(WorkItems workItems) :
    ICommandHandler<ReviewHits>,
    ICommandHandler<WithdrawHitsReview>
{
    /// <summary>The kind of work item; the saga's family says who decides it, and what the saga then hears.</summary>
    public const string Kind = "sanctions-hit";

    /// <inheritdoc />
    public Task<Answer> Handle(ReviewHits command, CancellationToken cancellation) => workItems.Open(
        new OpenWorkItem(Kind, command.PaymentId, "ReviewHits", Title(command), Details(command)),
        reason => new HitsConfirmed(command.PaymentId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(WithdrawHitsReview command, CancellationToken cancellation) =>
        workItems.Withdraw(Kind, command.PaymentId, new HitsReviewWithdrawn(command.PaymentId));

    static string Title(ReviewHits x) => string.Create(CultureInfo.InvariantCulture,
        $"Sanctions hit: may {x.Amount.AmountMinor} minor units of {x.Amount.Currency} be paid?");

    static string Details(ReviewHits x)
    {
        var text = $"Payer: {Party(x.Payer)}\nPayee: {Party(x.Payee)}\n{string.Join('\n', x.Hits)}";
        return text.Length <= WorkItem.DetailsCharactersMax ? text : text[..WorkItem.DetailsCharactersMax];
    }

    static string Party(PaymentParty x) => $"{x.Name}, {x.Country}, account {x.Account}";
}
