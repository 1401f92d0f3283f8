using System.Text;
using SagaPlatform.LoadTest.Broker;

namespace SagaPlatform.Host.Tests.LoadTest.Broker;

public sealed class AnnouncementTests
{
    const string Id = "19d6045c-5d9b-bdbc-35e0-e3e5789f8565";
    const string Message = "9614557d-8eee-21d2-2557-8e282d6d4416";

    [Theory]
    [InlineData($$$"""{"messageId":"{{{Message}}}","message":{"orderId":"{{{Id}}}","reason":"no stock"}}""", null)]
    [InlineData($$$"""{"orderId":"{{{Id}}}","reason":"no stock"}""", Message)]
    public void It_is_read_from_the_envelope_and_from_plain_json(string body, string? messageId)
    {
        var said = Read(body, messageId).ShouldNotBeNull();

        (said.Saga, said.Message, said.Reason).ShouldBe((Guid.Parse(Id), Guid.Parse(Message), "no stock"));
    }

    [Fact]
    public void The_property_of_the_message_wins_over_the_envelope() =>
        Read($$$"""{"messageId":"{{{Id}}}","message":{"orderId":"{{{Id}}}"}}""", Message)!.Message.ShouldBe(Guid.Parse(Message));

    [Fact]
    public void Without_an_id_of_its_own_each_is_another_message()
    {
        var body = $$$"""{"orderId":"{{{Id}}}"}""";

        Read(body)!.Message.ShouldNotBe(Read(body)!.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"message":{"orderId":"not an id"}}""")]
    [InlineData("""{"message":{"orderId":7}}""")]
    public void What_names_no_saga_cannot_be_read(string body) => Read(body).ShouldBeNull();

    static Announcement? Read(string body, string? messageId = null) => Announcement.Read(Encoding.UTF8.GetBytes(body), messageId, "orderId");
}
