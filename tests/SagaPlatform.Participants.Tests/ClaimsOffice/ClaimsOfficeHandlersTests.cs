using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.ClaimsOffice;

namespace SagaPlatform.Participants.Tests.ClaimsOffice;

/// <summary>A claim has one file and one record, and the office says the same however often it is asked.</summary>
public sealed class ClaimsOfficeHandlersTests : IAsyncLifetime
{
    static readonly Guid Claim = Guid.NewGuid();

    static readonly DateTimeOffset Stormy = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    static readonly ClaimDocument Photo = new("photo", "files/photo-1");

    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_claim_that_is_covered_and_complete_gets_one_file()
    {
        (await Validate()).ShouldBe(new ClaimValidated(Claim));
        (await Validate()).ShouldBe(new ClaimValidated(Claim));

        var file = (await _shop.All<ClaimFile>()).ShouldHaveSingleItem();
        (file.ClaimId, file.ClaimedMinor, file.Status, file.Version).ShouldBe((Claim, 40_000, ClaimFileStatus.Open, 1));
    }

    [Fact]
    public async Task What_is_missing_is_named_and_the_file_is_opened_all_the_same()
    {
        var first = (await Validate(policy: PolicySeed.NeedsReport)).ShouldBeOfType<ClaimDocumentsMissing>();
        first.Missing.ShouldBe(["police-report"]);
        (await Validate(policy: PolicySeed.NeedsReport)).ShouldBeOfType<ClaimDocumentsMissing>().Missing.ShouldBe(first.Missing);
        await FileIs(ClaimFileStatus.Open);
    }

    [Theory]
    [InlineData("POL-NONE", "glass", "EUR", "There is no policy POL-NONE.")]
    [InlineData(PolicySeed.Expired, "glass", "EUR", "Policy POL-EXPIRED was not in force at 2025-06-01 12:00:00Z.")]
    [InlineData(PolicySeed.Good, "flood", "EUR", "Policy POL-1001 does not cover flood.")]
    [InlineData(PolicySeed.Good, "glass", "USD", "Policy POL-1001 is in EUR, the claim in USD.")]
    public async Task What_is_not_covered_is_answered_with_its_reason(string policy, string peril, string currency, string reason)
    {
        (await Validate(policy, peril, new Money(40_000, currency))).ShouldBe(new ClaimNotCovered(Claim, reason));
        (await Validate(policy, peril, new Money(40_000, currency))).ShouldBe(new ClaimNotCovered(Claim, reason));
        await FileIs(ClaimFileStatus.Open);
    }

    [Theory]
    [InlineData("", "glass", 40_000, "PolicyNumber is missing")]
    [InlineData(PolicySeed.Good, "", 40_000, "Peril is missing")]
    [InlineData(PolicySeed.Good, "glass", 0, "Amount.AmountMinor is 0, allowed is 1 to 9223372036854775807")]
    public async Task What_is_no_claim_is_refused_with_the_wrong_field_and_gets_no_file(string policy, string peril, long amount, string reason)
    {
        (await Validate(policy, peril, new Money(amount, "EUR"))).ShouldBe(new ClaimFileRefused(Claim, reason));
        (await _shop.All<ClaimFile>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_command_opens_nothing_and_is_closed_all_the_same()
    {
        (await Validate("POL-SILENT-1")).ShouldBeNull();
        (await _shop.All<ClaimFile>()).ShouldBeEmpty();

        (await Close()).ShouldBe(new ClaimFileClosed(Claim));

        await RecordIs(ClaimOutcome.Withdrawn, "found it");
    }

    [Fact]
    public async Task A_withdrawn_claim_has_a_closed_file_and_one_record_and_is_not_worked_on_any_more()
    {
        await Validate();

        (await Close()).ShouldBe(new ClaimFileClosed(Claim));
        (await Close("found it again")).ShouldBe(new ClaimFileClosed(Claim));

        await FileIs(ClaimFileStatus.Closed);
        await RecordIs(ClaimOutcome.Withdrawn, "found it");
        (await Validate()).ShouldBe(new ClaimFileRefused(Claim, Engagements.UndoneFirst));
        (await Score()).ShouldBe(new ClaimScoringRefused(Claim, NoFile));
        (await Assess()).ShouldBe(new AssessmentRefused(Claim, NoFile));
    }

    [Fact]
    public async Task A_closing_that_comes_first_is_answered_and_the_late_opening_refused()
    {
        (await Close()).ShouldBe(new ClaimFileClosed(Claim));
        (await Validate()).ShouldBe(new ClaimFileRefused(Claim, Engagements.UndoneFirst));
        (await _shop.All<ClaimFile>()).ShouldBeEmpty();
        await RecordIs(ClaimOutcome.Withdrawn, "found it");
    }

    [Theory]
    [InlineData(PolicySeed.Good, 40_000, 2025, 0)]
    [InlineData(PolicySeed.Good, 4_500_000, 2025, 15)]
    [InlineData(PolicySeed.Good, 4_499_999, 2025, 0)]
    [InlineData(PolicySeed.Good, 40_000, 2020, 20)]
    [InlineData(PolicySeed.Suspicious, 4_500_000, 2020, 95)]
    [InlineData(PolicySeed.Fraud, 4_500_000, 2020, 100)]
    public async Task The_score_is_the_history_a_young_policy_and_nearly_all_that_is_insured(string policy, long claimed, int year, int score)
    {
        await Validate(policy, amount: new Money(claimed, "EUR"), occurredAt: new DateTimeOffset(year, 1, 15, 0, 0, 0, TimeSpan.Zero));

        (await Score()).ShouldBe(new ClaimScored(Claim, score));
        (await Score()).ShouldBe(new ClaimScored(Claim, score));

        (await File()).FraudScore.ShouldBe(score);
        (await File()).Version.ShouldBe(2, "opened, and scored once");
    }

    [Fact]
    public async Task Documents_that_came_later_are_kept_in_the_file_once()
    {
        await Validate();
        await Score(new ClaimDocument("police-report", "files/report-1"), Photo);
        (await File()).Documents.Select(x => x.Kind).ShouldBe(["photo", "police-report"]);
    }

    [Theory]
    [InlineData(40_000, 30_000)]
    [InlineData(10_001, 1)]
    [InlineData(9_000_000, 4_990_000)]
    public async Task What_is_paid_is_up_to_the_sum_insured_after_the_deductible(long claimed, long payable)
    {
        await Validate(amount: new Money(claimed, "EUR"));
        await Score();

        (await Assess()).ShouldBe(new ClaimAssessed(Claim, new Money(payable, "EUR"), "low"));
        (await Assess()).ShouldBe(new ClaimAssessed(Claim, new Money(payable, "EUR"), "low"));

        (await File()).PayableMinor.ShouldBe(payable);
    }

    [Fact]
    public async Task A_claim_that_does_not_exceed_the_deductible_is_not_payable()
    {
        await Validate(amount: new Money(10_000, "EUR"));

        (await Assess()).ShouldBe(new ClaimNotPayable(Claim, "The deductible of 10000 minor units of EUR is not exceeded."));

        (await File()).PayableMinor.ShouldBe(0);
    }

    [Fact]
    public async Task What_has_no_file_is_neither_scored_nor_assessed()
    {
        (await Score()).ShouldBe(new ClaimScoringRefused(Claim, NoFile));
        (await Assess()).ShouldBe(new AssessmentRefused(Claim, NoFile));
    }

    [Fact]
    public async Task A_paid_claim_is_recorded_once_with_its_payment_and_its_deciders()
    {
        await Validate();

        (await Record(paid: 30_000)).ShouldBe(new ClaimRecorded(Claim));
        (await Record(paid: 99_999)).ShouldBe(new ClaimRecorded(Claim));

        var record = await RecordIs(ClaimOutcome.Paid, "");
        (record.PaidMinor, record.Currency, record.PaymentReference).ShouldBe((30_000, "EUR", "PAY-1"));
        record.DecidedBy.ShouldBe(["Anna"]);
        await FileIs(ClaimFileStatus.Recorded);
    }

    [Fact]
    public async Task A_rejected_claim_without_a_file_is_recorded_as_well()
    {
        (await Record(paid: null)).ShouldBe(new ClaimRecorded(Claim));
        (await RecordIs(ClaimOutcome.Rejected, "too dear")).PaidMinor.ShouldBe(0);
    }

    const string NoFile = "There is no open file of this claim under a policy of ours.";

    Task<object?> Validate(string policy = PolicySeed.Good, string peril = "glass", Money? amount = null, DateTimeOffset? occurredAt = null) =>
        _shop.Ask(new ValidateClaim(Claim, policy, peril, occurredAt ?? Stormy, amount ?? new Money(40_000, "EUR"), [Photo]));

    Task<object?> Close(string reason = "found it") => _shop.Ask(new CloseClaimFile(Claim, reason));

    Task<object?> Score(params ClaimDocument[] documents) => _shop.Ask(new ScoreClaim(Claim, documents));

    Task<object?> Assess() => _shop.Ask(new AssessClaim(Claim));

    Task<object?> Record(long? paid) => _shop.Ask(paid is { } amount
        ? new RecordClaim(Claim, ClaimOutcome.Paid, "", new Money(amount, "EUR"), "PAY-1", ["Anna"])
        : new RecordClaim(Claim, ClaimOutcome.Rejected, "too dear", null, "", ["Anna"]));

    async Task<ClaimFile> File() => (await _shop.Row<ClaimFile>(Claim)).ShouldNotBeNull();

    async Task FileIs(ClaimFileStatus status) => (await File()).Status.ShouldBe(status);

    async Task<ClaimRecord> RecordIs(ClaimOutcome outcome, string reason)
    {
        var record = (await _shop.All<ClaimRecord>()).ShouldHaveSingleItem();
        (record.ClaimId, record.Outcome, record.Reason).ShouldBe((Claim, outcome, reason));
        return record;
    }
}
