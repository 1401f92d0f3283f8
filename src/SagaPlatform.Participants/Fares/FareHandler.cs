using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Payments;

namespace SagaPlatform.Participants.Fares;

/// <summary>Takes a ride's fare, or the fee for calling it off, once: the entries of both have the same ids, so that no ride pays both.</summary>
public sealed class FareHandler(Engagements engagements, GeneralLedger ledger) :
    ICommandHandler<ChargeFare>,
    ICommandHandler<SettleCancellation>
{
    /// <summary>Of a hundred minor units the driver gets so many; the rest is ours.</summary>
    public const int DriverPercent = 80;

    /// <summary>What is ours of every fare; apart from the takings of orders, which are checked against their charges.</summary>
    public const string CommissionAccount = "rides:commission";

    /// <summary>What a driver has earned.</summary>
    public static string DriverAccount(string driver) => $"driver:{driver}";

    /// <summary>What a rider owes whose card would not pay.</summary>
    public static string DebtAccount(Guid rider) => $"debt:{rider:D}";

    /// <inheritdoc />
    public Task<Answer> Handle(ChargeFare command, CancellationToken cancellation) => engagements.Do(
        Key("fare", command.RideId),
        () => Charge(command),
        reason => new FareDeclined(command.RideId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(SettleCancellation command, CancellationToken cancellation) => engagements.Do(
        Key("cancellation-fee", command.RideId),
        () => Settle(command),
        _ => new CancellationSettled(command.RideId, command.Fee with { AmountMinor = 0 }));

    async Task<Outcome> Charge(ChargeFare command)
    {
        if (PaymentTestTokens.Breaks(command.PaymentToken))
            throw new InvalidOperationException("The payment provider broke down, as the test token asks.");
        if (PaymentTestTokens.LosesCommand(command.PaymentToken))
            return Outcome.Ignored;
        if (PaymentTestTokens.Declines(command.PaymentToken))
            return Outcome.Refused(new FareDeclined(command.RideId, "insufficient funds"));

        await ledger.Post(Split(command.RideId, Accounts.Customer(command.RiderId), command.DriverId, command.Fare));
        return PaymentTestTokens.LosesAnswer(command.PaymentToken)
            ? Outcome.DoneSilently
            : Outcome.Done(new FareCharged(command.RideId, $"F-{command.RideId:N}"));
    }

    /// <summary>The driver gets the fee whatever the rider's card says: what it will not pay, the rider owes.</summary>
    async Task<Outcome> Settle(SettleCancellation command)
    {
        if (command.Fee.AmountMinor > 0)
        {
            var from = PaymentTestTokens.Declines(command.PaymentToken) ? DebtAccount(command.RiderId) : Accounts.Customer(command.RiderId);
            await ledger.Post(Split(command.RideId, from, command.DriverId, command.Fee));
        }

        return Outcome.Done(new CancellationSettled(command.RideId, command.Fee));
    }

    static Movement Split(Guid ride, string from, string driver, Money amount)
    {
        var earned = amount.AmountMinor * DriverPercent / 100;
        Posting[] postings =
        [
            new(from, -amount.AmountMinor, amount.Currency),
            new(DriverAccount(driver), earned, amount.Currency),
            new(CommissionAccount, amount.AmountMinor - earned, amount.Currency),
        ];
        return Movement.Of(ride, 1, [.. postings.Where(x => x.AmountMinor != 0)]);
    }

    static string Key(string what, Guid ride) => Engagement.KeyOf(Queues.Payments, what, ride);
}
