namespace SagaPlatform.Participants.Chains;

/// <summary>Test data: accounts that make a chain behave in a fixed way. Any other account that exists is served.</summary>
static class ChainTestAccounts
{
    /// <summary>What a late confirmation takes: it comes with the third asking.</summary>
    public static readonly TimeSpan LateBy = TimeSpan.FromMinutes(20);

    /// <summary>The answer of the lock gets lost: the funds are locked, nothing is said.</summary>
    public static bool LosesLocked(string address) => Is(address, "SRC-LOCKSILENT");

    /// <summary>The command to lock gets lost: nothing is locked, nothing is said.</summary>
    public static bool LosesLock(string address) => Is(address, "SRC-LOCKLOST");

    /// <summary>The transaction cannot be recorded.</summary>
    public static bool RefusesRecord(string address) => Is(address, "SRC-NORECORD");

    /// <summary>The target chain never confirms.</summary>
    public static bool NeverConfirms(string address) => Is(address, "TGT-NEVER");

    /// <summary>The target chain confirms <see cref="LateBy"/> after it began to look out.</summary>
    public static bool ConfirmsLate(string address) => Is(address, "TGT-LATE");

    /// <summary>The target chain says that it will never confirm.</summary>
    public static bool Rejects(string address) => Is(address, "TGT-REJECTED");

    /// <summary>The release is refused.</summary>
    public static bool RefusesRelease(string address) => Is(address, "TGT-NORELEASE");

    /// <summary>The answer of the release gets lost: the money is paid out, nothing is said.</summary>
    public static bool LosesReleased(string address) => Is(address, "TGT-RELEASESILENT");

    /// <summary>The command to release gets lost: nothing is paid out, nothing is said.</summary>
    public static bool LosesRelease(string address) => Is(address, "TGT-RELEASELOST");

    static bool Is(string address, string script) => string.Equals(address, script, StringComparison.Ordinal);
}
