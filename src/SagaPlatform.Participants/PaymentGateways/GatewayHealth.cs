using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>How a gateway has been lately. A gateway that never failed has no row.</summary>
public sealed class GatewayHealth : IVersionedRow
{
    /// <summary>Which gateway.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>Its failures within the window, oldest first, in UTC.</summary>
    public List<DateTimeOffset> FailuresAt { get; set; } = [];

    /// <summary>Until when it is out of the choice, in UTC; null when it never was. It comes back by the passing of time alone.</summary>
    public DateTimeOffset? OutUntil { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Whether it is out of the choice at a moment.</summary>
    public bool IsOut(DateTimeOffset at) => OutUntil > at;

    /// <summary>Counts a failure; so many within the window take it out, and the count begins anew.</summary>
    public void Fail(DateTimeOffset at, PaymentGatewaysOptions limits)
    {
        FailuresAt.RemoveAll(x => x <= at - limits.FailureWindow);
        FailuresAt.Add(at);
        if (FailuresAt.Count < limits.FailuresMax)
            return;
        OutUntil = at + limits.OutFor;
        FailuresAt.Clear();
    }
}

/// <summary>Counts failures of gateways. Successes are not written down: the row would be the one that all payments wait for.</summary>
public sealed class GatewayFailures(IRows rows, IOptions<PaymentGatewaysOptions> options, TimeProvider clock)
{
    /// <summary>Counts one.</summary>
    public async Task Count(string gateway)
    {
        var known = await rows.Find<GatewayHealth>(gateway);
        var health = known ?? new GatewayHealth { Gateway = gateway };
        health.Fail(clock.GetUtcNow(), options.Value);
        if (known == null)
            rows.Add(health);
        else
            rows.Change(health);
    }
}

/// <summary>The table of <see cref="GatewayHealth"/>.</summary>
public sealed class GatewayHealthMapping : IEntityTypeConfiguration<GatewayHealth>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<GatewayHealth> row)
    {
        row.ToTable("gateway_health", "participants");
        row.HasKey(x => x.Gateway);
        row.Property(x => x.FailuresAt).HasJsonConversion();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
