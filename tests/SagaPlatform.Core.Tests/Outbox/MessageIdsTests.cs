using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Tests.Outbox;

public sealed class MessageIdsTests
{
    static readonly Guid Source = Guid.Parse("0192d5a0-0000-7000-8000-000000000001");

    [Fact]
    public void The_same_purpose_of_the_same_source_has_the_same_id_on_every_machine() =>
        MessageIds.Derive(Source, "ChargePayment//1").ShouldBe(Guid.Parse("530193a8-a3f6-8f63-a557-379a5192ef3d"));

    [Fact]
    public void Another_purpose_or_another_source_has_another_id()
    {
        var id = MessageIds.Derive(Source, "ChargePayment//1");
        id.ShouldNotBe(MessageIds.Derive(Source, "ChargePayment//2"));
        id.ShouldNotBe(MessageIds.Derive(Guid.Parse("0192d5a0-0000-7000-8000-000000000002"), "ChargePayment//1"));
        (id.Version, id.Variant >> 2).ShouldBe((8, 2));
    }

    [Fact]
    public void A_purpose_must_be_named() => Should.Throw<ArgumentException>(() => MessageIds.Derive(Source, ""));
}
