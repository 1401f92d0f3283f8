namespace SagaPlatform.Core.Faults;

/// <summary>How long to wait after a failure.</summary>
static class BackOff
{
    const int DoublingsMax = 30;

    /// <summary>Doubles from <paramref name="first"/> up to <paramref name="max"/>, each wait between half and one and a half times its nominal length.</summary>
    /// <param name="first">The nominal wait after the first failure.</param>
    /// <param name="max">The longest nominal wait.</param>
    /// <param name="failuresBefore">How many failures came before this one.</param>
    public static TimeSpan Jittered(TimeSpan first, TimeSpan max, int failuresBefore) =>
        Math.Min(1, first / max * Math.Pow(2, Math.Min(failuresBefore, DoublingsMax))) * (0.5 + Random.Shared.NextDouble()) * max;
}
