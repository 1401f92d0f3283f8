using System.Globalization;

namespace SagaPlatform.Simulation;

/// <summary>What whoever runs this asks for, in environment variables.</summary>
static class Wanted
{
    static readonly string? Only = Environment.GetEnvironmentVariable("SAGA_ONLY");

    /// <summary><c>SAGA_SEED</c>: one schedule alone.</summary>
    public static int? Seed { get; } = Number("SAGA_SEED");

    /// <summary><c>SAGA_SIMULATED</c>: so many schedules of each saga.</summary>
    public static int? Schedules { get; } = Number("SAGA_SIMULATED");

    /// <summary><c>SAGA_TROUBLES</c>: so many things may go wrong on one way of the explorer.</summary>
    public static int? Troubles { get; } = Number("SAGA_TROUBLES");

    /// <summary>Whether <c>SAGA_ONLY</c> names one.</summary>
    public static bool OneSaga => !string.IsNullOrEmpty(Only);

    /// <summary><c>SAGA_ONLY</c>: the saga of this queue, and no other.</summary>
    public static bool Saga(string queue) => string.IsNullOrEmpty(Only) || Only == queue;

    static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
