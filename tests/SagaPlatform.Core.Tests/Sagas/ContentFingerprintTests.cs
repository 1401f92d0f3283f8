using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas;

public sealed class ContentFingerprintTests
{
    public sealed record Plain(string B, int A, string? Note = null, int[]? Numbers = null);

    public sealed record Reordered(int A, string? Note, string B);

    [Fact]
    public void The_order_of_properties_and_absent_ones_do_not_count()
    {
        var fingerprint = ContentFingerprint.Of(new Plain("x", 1));
        fingerprint.ShouldBe(ContentFingerprint.Of(new Reordered(1, null, "x")));
        fingerprint.ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public void Any_other_content_counts()
    {
        var fingerprint = ContentFingerprint.Of(new Plain("x", 1));
        fingerprint.ShouldNotBe(ContentFingerprint.Of(new Plain("x", 2)));
        fingerprint.ShouldNotBe(ContentFingerprint.Of(new Plain("x", 1, "")));
        ContentFingerprint.Of(new Plain("x", 1, null, [1, 2])).ShouldNotBe(ContentFingerprint.Of(new Plain("x", 1, null, [2, 1])));
    }
}
