using System.Net;
using System.Text.Json.Nodes;
using SagaPlatform.OperatorConsole.Tests.Sagas.Samples;

namespace SagaPlatform.OperatorConsole.Tests.Sagas;

public sealed class SagaViewTests
{
    [Fact]
    public async Task A_saga_is_shown_with_its_ledger_its_timeouts_and_its_own_properties()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery(with: x => (x.FeeMinorUnits, x.Legs) = (1250, ["north"]));

        var saga = await console.Json($"/api/sagas/{id}");

        saga["state"]!.GetValue<string>().ShouldBe("ChargeFee");
        saga["stage"]!.GetValue<string>().ShouldBe("ChargeFee");
        saga["reason"].ShouldBeNull();
        var line = saga["ledger"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        line.Select(x => x.Key).ShouldBe(["step", "item", "status", "askedAt", "settledAt", "attempts", "due", "question", "replacedBy", "owed"]);
        line["step"]!.GetValue<string>().ShouldBe("ChargeFee");
        line["status"]!.GetValue<string>().ShouldBe("Asked");
        line["due"]!.GetValue<string>().ShouldBe("2026-05-04T09:05:00+00:00");
        var timeout = saga["timeouts"]!.AsArray().ShouldHaveSingleItem()!;
        timeout["name"]!.GetValue<string>().ShouldBe("ProcessClockRang");
        timeout["due"]!.GetValue<string>().ShouldBe("2026-05-04T09:05:00+00:00");
        Guid.Parse(timeout["token"]!.GetValue<string>()).ShouldNotBe(Guid.Empty);
        saga["row"]!["feeMinorUnits"]!.GetValue<long>().ShouldBe(1250);
        saga["row"]!["legs"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("north");
        saga["row"]!.AsObject().Select(x => x.Key).ShouldNotContain("ledger");
        saga["row"]!.AsObject().Select(x => x.Key).ShouldNotContain("clockToken");
        saga["historyHref"]!.GetValue<string>().ShouldBe($"/api/sagas/{id:D}/history");
    }

    [Fact]
    public async Task Secrets_and_personal_data_are_masked_wherever_they_stand()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery(with: x =>
        {
            (x.CustomerEmail, x.PaymentToken) = ("maria.huber@example.org", "tok_1234567890abcd");
            x.Payer = new Payer("payer@example.net", "short", ["+43 660 1234567"]);
            x.DeliverTo = new RecipientAddress("Maria Huber", "Ringstrasse 1", "1010", "Wien", "AT");
        });

        using var response = await console.Get($"/api/sagas/{id}");
        var text = await response.Content.ReadAsStringAsync();

        var row = JsonNode.Parse(text)!["row"]!;
        row["customerEmail"]!.GetValue<string>().ShouldBe("m***@example.org");
        row["paymentToken"]!.GetValue<string>().ShouldBe("***abcd");
        row["payer"]!["customerEmail"]!.GetValue<string>().ShouldBe("p***@example.net");
        row["payer"]!["paymentToken"]!.GetValue<string>().ShouldBe("***");
        row["payer"]!["phones"]![0]!.GetValue<string>().ShouldBe("+***");
        row["deliverTo"]!["name"]!.GetValue<string>().ShouldBe("M***");
        row["deliverTo"]!["city"]!.GetValue<string>().ShouldBe("Wien");
        foreach (var secret in new[] { "maria", "Huber", "tok_", "short", "payer@", "660", "Ringstrasse", "1010" })
            text.ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_saga_that_is_given_back_says_why_and_how_far_it_had_come()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery(Silent.GivenBack);

        var saga = await console.Json($"/api/sagas/{id}");

        saga["state"]!.GetValue<string>().ShouldBe("Unwinding");
        saga["stage"]!.GetValue<string>().ShouldBe("Customs");
        saga["reason"]!.GetValue<string>().ShouldBe("Customs refused the parcel.");
        saga["waitingFor"]!.GetValue<string>().ShouldBe(
            "Everything is given back (Customs refused the parcel); it waits for 'payments' to confirm that ChargeFee is undone, "
            + "asked at 2026-05-04 09:00:00Z (attempt 1 of 3), until 2026-05-04 09:05:00Z.");
    }

    [Fact]
    public async Task An_unknown_saga_is_not_found()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Delivery();
        var unknown = Guid.NewGuid();

        var problem = await console.Json($"/api/sagas/{unknown}", HttpStatusCode.NotFound);

        problem["detail"]!.GetValue<string>().ShouldBe($"There is no saga {unknown:D}.");
    }

    [Theory]
    [InlineData("/api/sagas/42")]
    [InlineData("/api/sagas/42/history")]
    public async Task An_id_that_is_no_uuid_is_refused(string path)
    {
        await using var console = await ConsoleScenario.Started();

        (await console.Problem(path, "id")).ShouldContain("UUID");
    }
}
