using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SagaPlatform.OperatorConsole.Health;

namespace SagaPlatform.Host.Health;

/// <summary>What is published is confirmed.</summary>
sealed class PublisherCheck(PublisherCanary canary, IOptions<HealthOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (silence, failure) = (canary.Silence, canary.Failure);
        Dictionary<string, object> details = new(StringComparer.Ordinal) { ["silenceSeconds"] = Math.Round(silence.TotalSeconds, 1) };
        return Task.FromResult(silence > options.Value.CanaryLateMax
            ? HealthCheckResult.Unhealthy(
                $"Nothing gets published: no canary was confirmed for {silence.TotalSeconds:0.#} s, the limit is {options.Value.CanaryLateMax.TotalSeconds:0.#} s"
                + $" (the latest: {failure ?? "on its way"}).", data: details)
            : HealthCheckResult.Healthy($"The broker confirmed a canary {silence.TotalSeconds:0.#} s ago.", details));
    }
}

/// <summary>The queues of this process are consumed, as the broker sees it.</summary>
sealed class ConsumersCheck(QueueWatch watch, IOptions<HealthOptions> options) : IHealthCheck
{
    const int NamedMax = 5;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (deserted, silence) = (watch.Deserted(), watch.Silence);
        Dictionary<string, object> details = new(StringComparer.Ordinal) { ["queues"] = watch.Watched, ["withoutConsumer"] = deserted.Count };
        if (silence > options.Value.ConsumersGoneMax)
            return Task.FromResult(HealthCheckResult.Unhealthy(
                $"The broker has not said for {silence.TotalSeconds:0.#} s whether anybody consumes our queues: {watch.Failure ?? "the question is on its way"}.",
                data: details));
        if (deserted.Count > 0)
            return Task.FromResult(HealthCheckResult.Unhealthy(
                $"Nobody takes the messages of {string.Join(", ", deserted.Take(NamedMax).Select(x => x.Queue))}"
                + $"{(deserted.Count > NamedMax ? $" and {deserted.Count - NamedMax} more" : "")}: no consumer for {deserted[0].For.TotalSeconds:0.#} s,"
                + $" the limit is {options.Value.ConsumersGoneMax.TotalSeconds:0.#} s.", data: details));
        return Task.FromResult(HealthCheckResult.Healthy($"Every queue served here has a consumer: {watch.Watched}.", details));
    }
}
