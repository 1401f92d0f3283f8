using SagaPlatform.LoadTest.Arrivals;
using SagaPlatform.LoadTest.Sagas;

namespace SagaPlatform.LoadTest;

/// <summary>What is to be started, how fast, and the limits of a run.</summary>
sealed record LoadOptions
{
    /// <summary>Sagas of one run; each is kept in about a hundred bytes until the end of it.</summary>
    public const int SagasMax = 5_000_000;

    /// <summary>Sagas per second that anybody may ask for.</summary>
    public const double RatePerSecondMax = 100_000;

    /// <summary>Seconds of a run: a day.</summary>
    public const double SecondsMax = 86_400;

    /// <summary>The shapes of the arrivals.</summary>
    public static readonly IReadOnlyList<string> Shapes = ["steady", "ramp", "burst"];

    /// <summary>Which saga is started.</summary>
    public LoadedSaga Saga { get; init; } = LoadedSagas.All[0];

    /// <summary>One of <see cref="Shapes"/>.</summary>
    public string Shape { get; init; } = Shapes[0];

    /// <summary>Sagas per second: all the time (steady), at the end of the ramp, or between the bursts.</summary>
    public double RatePerSecond { get; init; } = 20;

    /// <summary>Sagas per second at the beginning of a ramp.</summary>
    public double RampFromPerSecond { get; init; }

    /// <summary>Sagas of one burst.</summary>
    public int SagasPerBurst { get; init; } = 100;

    /// <summary>Seconds from burst to burst.</summary>
    public double BurstEverySeconds { get; init; } = 5;

    /// <summary>Seconds that sagas arrive.</summary>
    public double Seconds { get; init; } = 30;

    /// <summary>Seconds after the last start in which an end must be heard, or the saga is lost.</summary>
    public double DrainSeconds { get; init; } = 60;

    /// <summary>Sagas that may be under way at once. More are held back, which is reported, and counts as latency.</summary>
    public int OutstandingSagasMax { get; init; } = 10_000;

    /// <summary>The broker; null when none was named.</summary>
    public Uri? Broker { get; init; }

    /// <summary>Where the results are written; null for nowhere.</summary>
    public string? Output { get; init; }

    /// <summary>When the sagas are due.</summary>
    public ArrivalSchedule Schedule()
    {
        var length = TimeSpan.FromSeconds(Seconds);
        return Shape switch
        {
            "ramp" => new RampArrivals(RampFromPerSecond, RatePerSecond, length),
            "burst" => new BurstArrivals(RatePerSecond, SagasPerBurst, TimeSpan.FromSeconds(BurstEverySeconds), length),
            _ => new SteadyArrivals(RatePerSecond, length),
        };
    }

    /// <summary>What is wrong with them, each in a sentence.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Shapes.Contains(Shape, StringComparer.Ordinal))
            yield return $"--shape is '{Shape}'; it may be {string.Join(", ", Shapes)}.";
        foreach (var (name, value, from, to) in Ranges())
            if (!(value >= from && value <= to)) // not a number is outside too
                yield return $"{name} is {value}; it may be from {from} to {to}.";
        if (Broker is not { IsAbsoluteUri: true, Scheme: "amqp" or "amqps" })
            yield return "--broker (or SAGA_RABBITMQ) is needed: amqp://user:password@host:port/vhost. The embedded platform (make run) has no broker.";
    }

    /// <summary>What is wrong with the number of sagas; asked when nothing else is wrong.</summary>
    public string? CountProblem() => Schedule().Count(SagasMax + 1) switch
    {
        0 => "No saga would be due: the rate is too small for the time.",
        > SagasMax => $"More than {SagasMax:N0} sagas would be due: fewer seconds, or a smaller rate.",
        _ => null,
    };

    IEnumerable<(string Name, double Value, double From, double To)> Ranges() =>
    [
        ("--rate", RatePerSecond, 0, RatePerSecondMax),
        ("--from", RampFromPerSecond, 0, RatePerSecondMax),
        ("--burst", SagasPerBurst, 1, RatePerSecondMax),
        ("--every", BurstEverySeconds, 0.1, SecondsMax),
        ("--seconds", Seconds, 0.1, SecondsMax),
        ("--drain", DrainSeconds, 1, SecondsMax),
        ("--outstanding-max", OutstandingSagasMax, 1, SagasMax),
    ];
}
