using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas;

public sealed class PairedIdTests
{
    [Fact]
    public void The_other_id_is_another_one_and_leads_back()
    {
        var id = Guid.NewGuid();

        var other = PairedId.Of(id, 0xC1A1_3000);

        other.ShouldNotBe(id);
        PairedId.Of(other, 0xC1A1_3000).ShouldBe(id);
        PairedId.Of(id, 0xAD31_5510).ShouldNotBe(other, "each pairing has its own");
        other.Version.ShouldBe(id.Version);
    }

    [Fact]
    public void Nothing_is_paired_with_itself() => Should.Throw<ArgumentOutOfRangeException>(() => PairedId.Of(Guid.NewGuid(), 0));
}
