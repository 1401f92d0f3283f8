namespace SagaPlatform.Contracts;

/// <summary>An amount of money in integer minor units (cents, pence, yen) with its currency: never a fraction, never a float.</summary>
/// <param name="AmountMinor">Minor units; at least 0 in every command of the platform.</param>
/// <param name="Currency">ISO 4217 alphabetic code, three capital letters.</param>
public sealed record Money(long AmountMinor, string Currency);
