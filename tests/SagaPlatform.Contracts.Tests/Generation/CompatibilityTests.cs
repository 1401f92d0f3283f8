using System.Text.Json.Nodes;
using static SagaPlatform.Contracts.Tests.Generation.ParcelSamples;

namespace SagaPlatform.Contracts.Tests.Generation;

public class CompatibilityTests
{
    static readonly MessageSchema Schemas = new(new DocComments(typeof(ParcelSamples).Assembly));

    [Theory]
    [InlineData(typeof(Parcel))]
    [InlineData(typeof(WithOptional))]
    [InlineData(typeof(WithNullable))]
    public void A_message_in_the_first_form_is_still_read_when_only_optional_properties_came(Type later) =>
        BreaksOf(later).ShouldBeEmpty();

    [Theory]
    [InlineData(typeof(WithRequired), "$.note is required, but missing")]
    [InlineData(typeof(Renamed), "$.city is no longer read (renamed or removed)")]
    [InlineData(typeof(RenamedToOptional), "$.city is no longer read (renamed or removed)")]
    [InlineData(typeof(Removed), "$.weight is no longer read (renamed or removed)")]
    [InlineData(typeof(Retyped), "$.weight must be of type string")]
    [InlineData(typeof(ListToOne), "$.pieces must be of type object")]
    [InlineData(typeof(RenamedInList), "$.pieces[1].sku is no longer read (renamed or removed)")]
    [InlineData(typeof(Stricter), "$.city must have at most 3 characters")]
    public void A_change_that_loses_or_refuses_a_message_on_its_way_is_called_breaking(Type later, string reason)
    {
        var breaks = BreaksOf(later);

        breaks.ShouldContain(text => text.Contains(reason, StringComparison.Ordinal), string.Join('\n', breaks));
        breaks.ShouldAllBe(text => text.StartsWith($"breaking change of {later.Name}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_optional_property_is_not_required_by_the_schema_and_a_required_one_is()
    {
        RequiredOf(typeof(WithOptional)).ShouldBe(["id", "city", "weight", "pieces"]);
        RequiredOf(typeof(WithNullable)).ShouldBe(["id", "city", "weight", "pieces"]);
        RequiredOf(typeof(WithRequired)).ShouldBe(["id", "city", "weight", "pieces", "note"]);
    }

    [Fact]
    public void An_amount_with_a_fraction_gets_no_schema() =>
        Should.Throw<NotSupportedException>(() => Schemas.Of(typeof(WithDecimal), MessageKind.Command))
            .Message.ShouldContain("WithDecimal.Price");

    static IReadOnlyList<string> BreaksOf(Type later)
    {
        var first = SampleMessage.Envelope(Announcement(typeof(Parcel)), Schemas.Of(typeof(Parcel), MessageKind.Announcement))["message"]!;
        return Compatibility.BreaksOf(later, Schemas.Of(later, MessageKind.Announcement), JsonNode.Parse(first.ToJsonString())!);
    }

    static IEnumerable<string> RequiredOf(Type record) =>
        Schemas.Of(record, MessageKind.Announcement)["required"]!.AsArray().Select(name => name!.GetValue<string>());
}
