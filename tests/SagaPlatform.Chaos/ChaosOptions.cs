using System.Globalization;

namespace SagaPlatform.Chaos;

/// <summary>What is broken, how long, and the limits of a run.</summary>
sealed record ChaosOptions
{
    /// <summary>Decides which faults come in which order with which details, and what is asked of the platform.</summary>
    public int Seed { get; init; } = Random.Shared.Next(1, 1_000_000);

    /// <summary>How long faults are injected.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Only faults of these names; empty for all that this machine can do.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Each fault of the plan once, in the plan's order, and no more.</summary>
    public bool Once { get; init; }

    /// <summary>Sagas started per second, by a clock of their own.</summary>
    public double RatePerSecond { get; init; } = 8;

    /// <summary>From the end of a fault until all is at rest that was under way.</summary>
    public TimeSpan RecoveryMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same after the kill -9 of one host, while another lives.</summary>
    public TimeSpan TakeOverMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the end of the load until everything is at rest.</summary>
    public TimeSpan QuiescenceMax { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Where the history, the logs and the report go.</summary>
    public string Output { get; init; } = Path.Combine("artifacts", "chaos");

    /// <summary>Reads <c>--seed</c>, <c>--minutes</c>, <c>--only a,b</c>, <c>--once</c>, <c>--rate</c>, <c>--output</c>.</summary>
    /// <exception cref="OptionException">One is wrong; the message says which.</exception>
    public static ChaosOptions Read(string[] args)
    {
        var options = new ChaosOptions();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--once")
            {
                options = options with { Once = true };
                continue;
            }

            var value = i + 1 < args.Length ? args[++i] : throw new OptionException($"{args[i]} needs a value.");
            options = args[i - 1] switch
            {
                "--seed" => options with { Seed = (int)Number(value, 0, int.MaxValue) },
                "--minutes" => options with { Length = TimeSpan.FromMinutes(Number(value, 0.1, 24 * 60)) },
                "--rate" => options with { RatePerSecond = Number(value, 0.1, 1000) },
                "--only" => options with { Only = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) },
                "--output" => options with { Output = value },
                _ => throw new OptionException($"{args[i - 1]} is unknown: there are --seed, --minutes, --rate, --only, --once, --output."),
            };
        }

        return options;
    }

    static double Number(string text, double min, double max) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new OptionException($"'{text}' is no number from {min} to {max}.");
}

/// <summary>An option of the lab is wrong.</summary>
/// <param name="message">Which, and what it may be.</param>
sealed class OptionException(string message) : Exception(message);
