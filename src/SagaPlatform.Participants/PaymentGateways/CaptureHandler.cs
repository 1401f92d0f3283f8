using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>Authorises and captures at one gateway, once per payment, and voids it, once.</summary>
/// <remarks>
/// It is the adapter in front of the gateways: it notices by itself when one fails or keeps silent, and counts that. A bank
/// that declines is no failure of the gateway.
/// </remarks>
public sealed class CaptureHandler(
    IRows rows, IRowQueries queries, GeneralLedger ledger, GatewayFailures failures, Engagements engagements,
    IOptions<PaymentGatewaysOptions> options, TimeProvider clock) :
    ICommandHandler<CapturePayment>,
    ICommandHandler<VoidCapture>
{
    /// <inheritdoc />
    public Task<Answer> Handle(CapturePayment command, CancellationToken cancellation) => engagements.Do(
        Key(command.PaymentId, command.Gateway),
        () => Capture(command, cancellation),
        reason => new CaptureDeclined(command.PaymentId, command.Gateway, reason));

    /// <inheritdoc />
    public async Task<Answer> Handle(VoidCapture command, CancellationToken cancellation)
    {
        var charge = await rows.Find<GatewayCharge>(GatewayCharge.KeyOf(command.PaymentId, command.Gateway));
        var answer = await engagements.Undo(
            Key(command.PaymentId, command.Gateway),
            () => Void(charge ?? throw new InvalidOperationException($"Payment {command.PaymentId} is noted at {command.Gateway}, but has no charge there.")),
            new CaptureVoided(command.PaymentId, command.Gateway));
        return charge != null && PayerTestTokens.At(charge.Gateway, charge.PayerToken) == Behaviour.LosesEveryAnswer ? Answer.None : answer;
    }

    async Task<Outcome> Capture(CapturePayment command, CancellationToken cancellation)
    {
        var known = await queries.List<PaymentGateway, PaymentGateway>(all => all.Where(x => x.Name == command.Gateway).Take(1), cancellation);
        if (known is not [var gateway])
            return Declined(command, $"there is no gateway {command.Gateway}");
        if (!gateway.Currencies.Contains(command.Amount.Currency) || command.Amount.AmountMinor > gateway.AmountMinorMax)
            return Declined(command, $"{gateway.Name} does not take {command.Amount.AmountMinor} {command.Amount.Currency}");

        return PayerTestTokens.At(gateway.Name, command.PayerToken) switch
        {
            Behaviour.Breaks => throw new InvalidOperationException($"{gateway.Name} broke down, as the test token asks."),
            Behaviour.Declines => Decline(command, gateway),
            Behaviour.Fails => await Fail(command, gateway),
            Behaviour.IsSilent => await HearNothing(command, gateway, GatewayChargeStatus.Unanswered),
            Behaviour.LosesAnswer or Behaviour.LosesEveryAnswer => await HearNothing(command, gateway, GatewayChargeStatus.Captured),
            Behaviour.IsSlow => Outcome.DoneLate(await Take(command, gateway), clock.GetUtcNow() + options.Value.SlowAnswerAfter),
            Behaviour.IsLate => await AnswerLate(command, gateway),
            Behaviour.CallsBackTwice => Outcome.DoneTwice(await Take(command, gateway)),
            _ => Outcome.Done(await Take(command, gateway)),
        };
    }

    async Task<PaymentCaptured> Take(CapturePayment command, PaymentGateway gateway)
    {
        var charge = Note(command, gateway, GatewayChargeStatus.Captured);
        await ledger.Post(charge.Capture());
        return new PaymentCaptured(charge.PaymentId, charge.Gateway, charge.Reference, charge.Amount, new Money(charge.FeeMinor, charge.Currency));
    }

    Outcome Decline(CapturePayment command, PaymentGateway gateway)
    {
        Note(command, gateway, GatewayChargeStatus.Declined);
        return Declined(command, "insufficient funds");
    }

    async Task<Outcome> Fail(CapturePayment command, PaymentGateway gateway)
    {
        Note(command, gateway, GatewayChargeStatus.Failed);
        await failures.Count(gateway.Name);
        return Outcome.Refused(new CaptureFailed(command.PaymentId, gateway.Name, $"{gateway.Name} is out of order"));
    }

    async Task<Outcome> HearNothing(CapturePayment command, PaymentGateway gateway, GatewayChargeStatus status)
    {
        await failures.Count(gateway.Name);
        if (status == GatewayChargeStatus.Captured)
            await Take(command, gateway);
        else
            Note(command, gateway, status);
        return Outcome.DoneSilently;
    }

    async Task<Outcome> AnswerLate(CapturePayment command, PaymentGateway gateway)
    {
        await failures.Count(gateway.Name);
        return Outcome.DoneLate(await Take(command, gateway), clock.GetUtcNow() + options.Value.LateAnswerAfter);
    }

    GatewayCharge Note(CapturePayment command, PaymentGateway gateway, GatewayChargeStatus status)
    {
        var charge = GatewayCharge.Of(command, gateway, status, clock.GetUtcNow());
        rows.Add(charge);
        return charge;
    }

    async Task Void(GatewayCharge charge)
    {
        if (charge.Status != GatewayChargeStatus.Captured)
            return; // the gateway was silent and took nothing
        await ledger.Post(charge.Void(clock.GetUtcNow()));
        rows.Change(charge);
    }

    static Outcome Declined(CapturePayment command, string reason) =>
        Outcome.Refused(new CaptureDeclined(command.PaymentId, command.Gateway, reason));

    static string Key(Guid paymentId, string gateway) =>
        $"{Engagement.KeyOf(Queues.PaymentGateways, "capture", paymentId)}/{gateway}";
}
