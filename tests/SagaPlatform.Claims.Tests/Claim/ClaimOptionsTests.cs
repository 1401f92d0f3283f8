using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Claims.Claim;

namespace SagaPlatform.Claims.Tests.Claim;

public sealed class ClaimOptionsTests
{
    [Fact]
    public void The_limits_as_they_come_are_good() => Should.NotThrow(() => Limits());

    [Theory]
    [InlineData("AnswerWithin", "00:00:00")]
    [InlineData("DecisionAskedTimes", "0")]
    [InlineData("WarnBeforePercent", "100")]
    [InlineData("AppealPeriod", "00:00:00")]
    [InlineData("PayoutLast4", "12345")]
    [InlineData("RejectFromScore", "40")]
    [InlineData("OneApproverUpToMinor", "1")]
    public void A_limit_that_makes_no_sense_stops_the_start_by_name(string key, string value) =>
        Should.Throw<OptionsValidationException>(() => Limits((key, value))).Message.ShouldContain($"Claims:Claim:{key}");

    static ClaimOptions Limits(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(x => $"Claims:Claim:{x.Key}", x => (string?)x.Value)).Build();
        using var services = new ServiceCollection().AddLimits<ClaimOptions>(configuration, "Claims:Claim").Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<ClaimOptions>>().Value;
    }
}
