namespace SagaPlatform.Contracts;

/// <summary>
/// The queues that commands are sent to, in the kebab-case names that the RabbitMQ console shows.
/// Announcements are not sent to a queue: they are published to the exchange named after their type.
/// </summary>
public static class Queues
{
    /// <summary>Order fulfilment: place, cancel, rule.</summary>
    public const string OrderFulfilment = "order-fulfilment";

    /// <summary>Stock and reservations.</summary>
    public const string Inventory = "inventory";

    /// <summary>Charges and refunds.</summary>
    public const string Payments = "payments";

    /// <summary>Labels, the warehouse, tracking and the hand-over to the carrier.</summary>
    public const string Shipping = "shipping";

    /// <summary>Letters to the customer.</summary>
    public const string Notification = "notification";

    /// <summary>Procurement: start, cancel, rule.</summary>
    public const string Procurement = "procurement";

    /// <summary>Offers of suppliers and purchases from them.</summary>
    public const string Suppliers = "suppliers";

    /// <summary>The warehouse where purchases are taken in and counted.</summary>
    public const string Receiving = "receiving";

    /// <summary>The way from the warehouse to the stores.</summary>
    public const string StoreDelivery = "store-delivery";

    /// <summary>Routed payments: request, cancel, rule.</summary>
    public const string RoutedPayment = "routed-payment";

    /// <summary>Which gateways can carry a payment, and at which rate it is converted.</summary>
    public const string PaymentRouting = "payment-routing";

    /// <summary>The gateways: captures, voids and refunds.</summary>
    public const string PaymentGateways = "payment-gateways";

    /// <summary>The book of captured payments: what was captured, is frozen and was refunded.</summary>
    public const string CapturedPayments = "captured-payments";

    /// <summary>Refunds: request, cancel, rule.</summary>
    public const string Refund = "refund";

    /// <summary>Peak admission: start, cancel, rule.</summary>
    public const string PeakAdmission = "peak-admission";

    /// <summary>Where orders ask to be let in at peak times.</summary>
    public const string AdmissionGate = "admission-gate";

    /// <summary>The line of the orders that were let in and wait for their fulfilment.</summary>
    public const string AdmissionLine = "admission-line";

    /// <summary>Rides: request, confirm, cancel, rule.</summary>
    public const string Ride = "ride";

    /// <summary>Drivers: where they are, and whose ride they have.</summary>
    public const string Drivers = "drivers";

    /// <summary>Prices of rides.</summary>
    public const string Pricing = "pricing";

    /// <summary>How rides go, and alerts.</summary>
    public const string RideMonitoring = "ride-monitoring";

    /// <summary>Cross-chain transfer: initiate, cancel, rule.</summary>
    public const string CrossChainTransfer = "cross-chain-transfer";

    /// <summary>Accounts, locks and records of the chain that money leaves.</summary>
    public const string SourceChain = "source-chain";

    /// <summary>Confirmations and releases of the chain that money comes to.</summary>
    public const string TargetChain = "target-chain";

    /// <summary>Cross-border payment: start, confirm a quote, cancel, rule.</summary>
    public const string CrossBorderPayment = "cross-border-payment";

    /// <summary>Screening against the sanctions list, and its people.</summary>
    public const string Compliance = "compliance";

    /// <summary>Quotes and conversions of currencies.</summary>
    public const string Exchange = "exchange";

    /// <summary>Debits and credits of accounts in our ledger.</summary>
    public const string Ledger = "ledger";

    /// <summary>Claims: file, provide documents, appeal, withdraw, rule.</summary>
    public const string Claim = "claim";

    /// <summary>Policies, claim files, fraud scores, assessments and compliance records.</summary>
    public const string ClaimsOffice = "claims-office";

    /// <summary>Investigators and approvers.</summary>
    public const string ClaimsDesk = "claims-desk";

    /// <summary>Clearing of a day's trades: start, rule.</summary>
    public const string Clearing = "clearing";

    /// <summary>Settlement of one instruction of a clearing: start, rule.</summary>
    public const string Settlement = "settlement";

    /// <summary>Positions in securities, and the money paid for them.</summary>
    public const string Securities = "securities";
}
