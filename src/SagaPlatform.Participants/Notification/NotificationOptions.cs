using System.ComponentModel.DataAnnotations;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Participants.Notification;

/// <summary>Limits of the notification. Configuration section <c>Participants:Notification</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:Notification";

    /// <summary>Characters of an e-mail address.</summary>
    [Range(3, 320)]
    public int EmailCharactersMax { get; set; } = 254;

    /// <summary>Characters of a tracking number.</summary>
    [Range(1, 256)]
    public int TrackingNumberCharactersMax { get; set; } = 64;

    /// <summary>What is wrong with a letter, naming the field; null when nothing is.</summary>
    public string? Problem(SendConfirmation command) =>
        FieldRules.Id("OrderId", command.OrderId)
        ?? FieldRules.Text("CustomerEmail", command.CustomerEmail, EmailCharactersMax)
        ?? (IsAddress(command.CustomerEmail) ? null : "CustomerEmail is no e-mail address")
        ?? FieldRules.Text("TrackingNumber", command.TrackingNumber, TrackingNumberCharactersMax);

    // Whether anybody reads it there is for the mail system to find out.
    static bool IsAddress(string email) => email.IndexOf('@') is > 0 and var at && at < email.Length - 1;
}
