using System.ComponentModel.DataAnnotations;
using SagaPlatform.Contracts;

namespace SagaPlatform.Participants.Chains;

/// <summary>Limits of both chains. Configuration section <c>Participants:Chains</c>.</summary>
public sealed class ChainOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:Chains";

    /// <summary>Characters of an account's address.</summary>
    [Range(1, 64)]
    public int AddressCharactersMax { get; set; } = 64;

    /// <summary>The largest amount of one transfer, in minor units.</summary>
    [Range(1, 1_000_000_000_000_000)]
    public long AmountMinorMax { get; set; } = 1_000_000_000_000_000;

    /// <summary>What a transfer costs, in hundredths of a percent of its amount, rounded up to the next minor unit.</summary>
    [Range(0, 10_000)]
    public int FeeBasisPoints { get; set; } = 25;

    /// <summary>What a transfer costs, in minor units.</summary>
    public long FeeMinor(long amountMinor) => checked((amountMinor * FeeBasisPoints) + 9_999) / 10_000;

    /// <summary>What is wrong with an amount, naming the field; null when nothing is.</summary>
    internal string? Problem(Money? amount) => amount == null
        ? "Amount is missing"
        : FieldRules.Text("Amount.Currency", amount.Currency, 3) ?? FieldRules.Between("Amount.AmountMinor", amount.AmountMinor, 1, AmountMinorMax);

    /// <summary>What is wrong with an address, naming the field; null when nothing is.</summary>
    internal string? Problem(string field, string? address) => FieldRules.Text(field, address, AddressCharactersMax);
}
