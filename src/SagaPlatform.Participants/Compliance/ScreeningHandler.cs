using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Compliance;

/// <summary>Looks both parties of a payment up in the sanctions list.</summary>
public sealed class ScreeningHandler(IRows rows, Engagements engagements, TimeProvider clock) : ICommandHandler<ScreenParties>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ScreenParties command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.Compliance, "screening", command.PaymentId),
        () => Screen(command),
        reason => new ScreeningRefused(command.PaymentId, reason));

    async Task<Outcome> Screen(ScreenParties command)
    {
        if (Problem(command) is { } problem)
            return Outcome.Refused(new ScreeningRefused(command.PaymentId, problem));

        var (payer, payee) = (NormalisedName.Of(command.Payer.Name), NormalisedName.Of(command.Payee.Name));
        var listed = (await rows.FindAll<SanctionedParty>(new[] { payer, payee }.Distinct(StringComparer.Ordinal))).ToDictionary(x => x.Name, StringComparer.Ordinal);
        List<string> hits = [.. Hit("payer", command.Payer, payer, listed), .. Hit("payee", command.Payee, payee, listed)];
        rows.Add(new Screening { PaymentId = command.PaymentId, PayerName = payer, PayeeName = payee, Hits = hits, At = clock.GetUtcNow() });
        return Outcome.Done(hits.Count == 0 ? new PartiesCleared(command.PaymentId) : new PartiesHit(command.PaymentId, hits));
    }

    static IEnumerable<string> Hit(string side, PaymentParty party, string name, Dictionary<string, SanctionedParty> listed)
    {
        if (listed.TryGetValue(name, out var hit))
            yield return $"The {side} {party.Name} ({party.Country}) is named like {hit.ListedAs}, {hit.Listing}.";
    }

    static string? Problem(ScreenParties command) =>
        FieldRules.Id("PaymentId", command.PaymentId)
        ?? Problem("Payer", command.Payer)
        ?? Problem("Payee", command.Payee);

    static string? Problem(string side, PaymentParty? party) =>
        party == null ? $"{side} is missing"
        : FieldRules.Text($"{side}.Name", party.Name, 128)
            ?? (party.Country == SanctionsSeed.EmbargoedCountry ? $"{side}.Country {party.Country} is under an embargo" : null);
}
