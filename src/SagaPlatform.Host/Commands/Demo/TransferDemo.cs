using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Cross-chain transfers: chains that refuse, keep silent or forget; a change of mind; a person's ruling.</summary>
static class TransferDemo
{
    public static IReadOnlyList<DemoCase> Cases() =>
    [
        .. Enumerable.Range(1, 3).Select(x => Of($"nothing goes wrong ({x})", Good(), "Completed")),
        Of("more than there is", From("SRC-SCARCE"), "Compensated"),
        Of("the source account is frozen", From("SRC-FROZEN"), "Compensated"),
        Of("the lock is never answered", From("SRC-LOCKSILENT"), "Compensated"),
        Of("the command to lock gets lost", From("SRC-LOCKLOST"), "Compensated"),
        Of("the target account is unknown: unlocked", To("TGT-NONE"), "Compensated"),
        Of("the target chain rejects it: unlocked", To("TGT-REJECTED"), "Compensated"),
        Of("the release is refused: unlocked", To("TGT-NORELEASE"), "Compensated"),
        Of("cancelled while it waits for its confirmation", To("TGT-NEVER"), "Compensated") with
        {
            Meanwhile = [DemoAct.InState("AwaitConfirmation", "cancel", new { reason = "Changed my mind." }, "the owner cancels")],
        },
        Of("released, and nobody is told: a person finds out", To("TGT-RELEASESILENT"), "Completed") with
        {
            Meanwhile = [DemoAct.Rules("ReleaseFunds", "Done", "somebody looked at the target chain: the money is there")],
        },
    ];

    static InitiateTransfer Good() => new(Guid.NewGuid(), "SRC-1001", "TGT-1001", new Money(100_000, "BTC"));

    static InitiateTransfer From(string account) => Good() with { SourceAccount = account };

    static InitiateTransfer To(string account) => Good() with { TargetAccount = account };

    static DemoCase Of(string name, InitiateTransfer transfer, string end) => new("transfer", name, "/transfers", transfer.TransferId, transfer, end);
}
