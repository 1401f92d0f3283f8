using Microsoft.Extensions.Options;

namespace SagaPlatform.Host.Tests.Settings;

public sealed class LimitsTests
{
    [Theory]
    [InlineData("Outbox:ConfirmTimeout", "00:00:00")]
    [InlineData("Outbox:MessageBytesMax", "0")]
    [InlineData("Outbox:InFlightMax", "many")]
    [InlineData("Inbox:AttemptsMax", "0")]
    [InlineData("Inbox:PatienceMax", "01:00:00")]
    [InlineData("Timeouts:RingEvery", "00:00:00")]
    [InlineData("Timeouts:RingsPerRoundMax", "1.5")]
    [InlineData("Retention:InboxDays", "0")]
    public async Task A_limit_out_of_range_stops_the_start_and_names_its_key(string key, string value)
    {
        var wrong = await Should.ThrowAsync<OptionsValidationException>(async () =>
        {
            await using var app = PlatformHost.Build([$"--{key}={value}", "--urls=http://127.0.0.1:0"]);
            await app.StartAsync();
        });

        wrong.Message.ShouldContain(key);
    }
}
