using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Banking;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.Chains;
using SagaPlatform.Participants.ClaimsOffice;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Participants.Inventory;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.Payments;
using SagaPlatform.Participants.Receiving;
using SagaPlatform.Participants.Securities;
using SagaPlatform.Participants.Suppliers;
using SagaPlatform.SupplyChain.Procurement;

namespace SagaPlatform.Host.Tests;

/// <summary>Rows that break every rule of every law that the tables themselves let pass, and what is to be told of them.</summary>
static class BrokenLaws
{
    static readonly DateTimeOffset At = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A confirmed payment of 7 that no gateway knows.</summary>
    public static readonly Guid Unheard = Id(1);

    public static IReadOnlyList<(string Law, string Sentence)> Sentences { get; } =
    [
        ("ledger-sums-to-zero", $"Movement {Id(2)} sums to 7 in EUR"),
        ("ledger-balances", "account:EMPTY has a balance of 5 EUR, and its entries sum to 0"),
        ("ledger-balances", "account:EMPTY has 3 EUR reserved, and 0 are held"),
        ("ledger-balances", "account:NONE does not exist in EUR, and its entries sum to 9"),
        ("ledger-balances", "account:NONE has 0  reserved, and 4 are held"),
        ("ledger-balances", "account:B/EUR has 0  reserved, and 1 are held"),
        ("charges-are-in-the-ledger", "5 EUR are charged, and the merchant has 0"),
        ("stock-is-conserved", "SKU-1 has 2 pieces reserved, and reservations hold 0"),
        ("stock-is-conserved", "SKU-NONE is reserved, and is not in stock"),
        ("suppliers-and-receipts", "Offer A/S has 4 of 5 in stock, and 0 are bought"),
        ("suppliers-and-receipts", "Offer A/NONE does not exist, and 2 are bought"),
        ("suppliers-and-receipts", "Delivery R/1: 5 were bought and 4 counted, 0 are recorded"),
        ("suppliers-and-receipts", "Delivery R/2 has a discrepancy of 3, and its count is right"),
        ("chains-conserve-money", "The accounts held 1000 BTC at first, and with the fees hold 1011 now"),
        ("chains-conserve-money", "Account source/S has 9 locked, its open transfers lock 0"),
        ("chains-conserve-money", "Account source/NONE has open transfers and does not exist"),
        ("chains-conserve-money", $"Transfer {Id(10)} of 50 is Released, with 0 paid and 0 fee"),
        ("chains-conserve-money", $"Transfer {Id(11)} is Unlocked, and the compensation log says nothing"),
        ("chains-conserve-money", $"Transfer {Id(12)} was paid out or unlocked, and was never locked"),
        ("chains-conserve-money", $"Transfer {Id(13)} was paid out or unlocked, and was never locked"),
        ("chains-conserve-money", $"Transfer {Id(14)} is recorded otherwise"),
        ("drivers-have-one-ride", $"Ride {Id(20)} has 2 drivers, D-1 and D-2 among them"),
        ("securities-are-paid-for", $"The entries of {Id(30)} in ACME sum to 4"),
        ("securities-are-paid-for", "Position A/ACME has 6 pieces, its entries sum to 4"),
        ("securities-are-paid-for", "Position A/ACME of 6 pieces has 1 blocked, its open settlements brought 0"),
        ("securities-are-paid-for", $"The delivery of settlement {Id(31)} is Final, its payment Moved"),
        ("payments-are-captured-once", $"Payment {Unheard} is confirmed as captured by northbank, but the gateways have: ."),
        ("payments-are-captured-once", $"atlantic holds 100 EUR for payment {Id(40)}, which ended without it"),
        ("payments-are-captured-once", $"The payee of {Id(40)} should have 100 EUR of it, and has 0"),
        ("payments-are-captured-once", $"The payee of {Id(2)} should have 0 EUR of it, and has 7"),
        ("payments-are-captured-once", $"Payment {Unheard}: 2 is frozen, its refunds hold 0"),
        ("payments-are-captured-once", $"Payment {Unheard}: 1 is refunded, its refunds have booked 0"),
        ("payments-are-captured-once", $"Refund {Id(41)}: atlantic gave 40 EUR back, and that is neither frozen nor booked"),
        ("payments-are-captured-once", $"Refund {Id(42)} is booked, but no gateway gave anything back"),
        ("payments-are-captured-once", $"Payment {Unheard} paid 7 USD for 7 EUR, which no rate was fixed for"),
        ("claims-are-recorded", $"Claim {Id(50)} is Rejected and has a payment"),
        ("claims-are-recorded", $"The file of claim {Id(50)} is open, and the claim has a record"),
        ("claims-are-recorded", $"The file of claim {Id(51)} is Closed, and the claim has no record"),
        ("claims-are-recorded", $"The file of claim {Id(52)} is open, and the claim is over"),
        ("claims-are-decided-by-enough-people", $"Claim {Id(53)} of 60000 EUR is approved with 0 of 1 approvals"),
        ("claims-are-decided-by-enough-people", $"Claim {Id(54)} of 2000000 EUR is approved with 1 of 2 approvals"),
        ("claims-are-decided-by-enough-people", $"Somebody decided claim-approval of claim {Id(54)} twice"),
        ("claims-are-decided-by-enough-people", $"Somebody decided claim-approval of claim {Id(54)} who may not"),
        ("procurements-cover-their-lines", $"Procurement {Id(60)}: 10 of ART-1 were ordered, 0 are bought"),
    ];

    public static IReadOnlyList<IVersionedRow> Rows { get; } = [.. Money(), .. Goods(), .. ChainBooks(), .. Settlements(), .. Payments(), .. Claims()];

    /// <summary>Of each type one that waits for nothing, and one that ended with a question.</summary>
    public static IEnumerable<IVersionedRow> Sagas(SagaCatalogue catalogue) => catalogue.All.SelectMany((type, n) => (ProcessState[])
    [
        Begun((ProcessState)Activator.CreateInstance(type.State)!, Id(1_000 + n)),
        Ended((ProcessState)Activator.CreateInstance(type.State)!, Id(2_000 + n)),
    ]);

    static IEnumerable<IVersionedRow> Money() =>
    [
        Entry(Id(2), "payee:merchant-1", 7), Entry(Id(3), "account:NONE", 9), Entry(Id(3), "outside", -9),
        new LedgerAccount { Id = "account:EMPTY", Currency = "EUR", BalanceMinor = 5, ReservedMinor = 3 },
        new HeldCredit { PaymentId = Id(4), Account = "account:NONE", AmountMinor = 4, Status = HeldCreditStatus.Held, At = At },
        new Charge { OrderId = Id(5), CustomerId = Id(6), AmountMinor = 5, Currency = "EUR", Status = ChargeStatus.Charged, At = At },
    ];

    static IEnumerable<IVersionedRow> Goods() =>
    [
        new StockLine { Sku = "SKU-1", OnHand = 5, Reserved = 2 },
        new Reservation { OrderId = Id(7), Status = ReservationStatus.Reserved, Lines = [new OrderLine("SKU-NONE", 1)] },
        new SupplierOffer { OfferId = "A/S", Article = "A", SupplierId = "S", Currency = "EUR", UnitPriceMinor = 1, Initial = 5, Stock = 4 },
        new Purchase { PurchaseId = "P/1", ProcurementId = Id(8), OfferId = "A/NONE", Quantity = 2, Currency = "EUR", At = At },
        new GoodsReceipt { ReceiptId = "R/1", ProcurementId = Id(8), Purchased = 5, Counted = 4, At = At },
        new Discrepancy { DiscrepancyId = "R/2", ProcurementId = Id(8), Difference = 3, At = At },
        new Driver { DriverId = "D-1", Status = DriverStatus.Taken, RideId = Id(20) },
        new Driver { DriverId = "D-2", Status = DriverStatus.OnTheWay, RideId = Id(20) },
        Begun(new ProcurementState { Lines = [new ProcurementLine("ART-1", 10)], Plan = [new LinePlan("ART-1", [new SupplierShare("A", 10)], [], 100)] }, Id(60)),
    ];

    static IEnumerable<IVersionedRow> ChainBooks() =>
    [
        new ChainAccount { Id = "source/S", Address = "S", Currency = "BTC", OpeningMinor = 1_000, BalanceMinor = 1_001, LockedMinor = 9 },
        Lock(10, LockStatus.Released), Lock(11, LockStatus.Unlocked), Lock(15, LockStatus.Locked),
        new ChainRelease { TransferId = Id(12), Account = "T", AmountMinor = 51, PaidMinor = 50, FeeMinor = 1, Currency = "BTC", At = At },
        new Compensation { TransferId = Id(13), Account = "S", AmountMinor = 50, Currency = "BTC", At = At },
        new ChainTransaction { TransferId = Id(14), SourceAccount = "S", TargetAccount = "T", AmountMinor = 50, Currency = "BTC", At = At },
    ];

    static IEnumerable<IVersionedRow> Settlements() =>
    [
        new SecurityEntry { Id = $"{Id(30)}/1", SettlementId = Id(30), Account = "A", Instrument = "ACME", Quantity = 4, At = At },
        new SecurityPosition { Id = "A/ACME", Account = "A", Instrument = "ACME", Quantity = 6, Blocked = 1 },
        new DeliveryLeg { SettlementId = Id(31), Instrument = "ACME", Quantity = 1, Status = LegStatus.Final, At = At },
        new CashLeg { SettlementId = Id(31), ToAccount = "B", Currency = "EUR", AmountMinor = 1, Status = LegStatus.Moved, At = At },
    ];

    static IEnumerable<IVersionedRow> Payments() =>
    [
        new CapturedPayment
        {
            PaymentId = Unheard, Gateway = "northbank", Reference = "r", PayeeAccount = "merchant-1", Currency = "EUR", CapturedMinor = 7, FrozenMinor = 2,
            RefundedMinor = 1, SettlementCurrency = "USD", SettlementMinor = 7, At = At,
        },
        new GatewayCharge
        {
            Id = GatewayCharge.KeyOf(Id(40), "atlantic"), PaymentId = Id(40), Gateway = "atlantic", GatewayNumber = 2, Last4 = "4242", PayeeAccount = "merchant-1",
            AmountMinor = 100, Currency = "EUR", SettlementMinor = 100, SettlementCurrency = "EUR", Status = GatewayChargeStatus.Captured, At = At,
        },
        new GatewayRefund { RefundId = Id(41), PaymentId = Id(40), Gateway = "atlantic", AmountMinor = 40, Currency = "EUR", PayeeShareMinor = 40, PayeeCurrency = "EUR", At = At },
        new RefundHold { RefundId = Id(42), PaymentId = Id(40), AmountMinor = 1, ShareMinor = 1, Status = RefundHoldStatus.Booked, At = At },
    ];

    static IEnumerable<IVersionedRow> Claims() =>
    [
        new ClaimRecord { ClaimId = Id(50), Outcome = ClaimOutcome.Rejected, PaymentReference = "PAY-1", At = At },
        File(50, ClaimFileStatus.Open), File(51, ClaimFileStatus.Closed), File(52, ClaimFileStatus.Open),
        Begun(new ClaimState { Decision = ClaimDecision.Approved, PayableMinor = 60_000, Currency = "EUR" }, Id(53)),
        Begun(new ClaimState { Decision = ClaimDecision.Approved, PayableMinor = 2_000_000, Currency = "EUR" }, Id(54)),
        new WorkItem
        {
            Id = WorkItem.IdOf(ClaimWork.Approval, Id(54)), Kind = ClaimWork.Approval, SagaType = "claim", SagaId = Id(54), OpenedAt = At, DueAt = At,
            Status = WorkItemStatus.Approved, MayNotDecide = ["Anna"],
            Decisions = [new(WorkItemVerdict.Approve, "Anna", At, null), new(WorkItemVerdict.Approve, " anna", At, null)],
        },
    ];

    static Guid Id(int number) => new($"00000000-0000-4000-8000-{number:d12}");

    static LedgerEntry Entry(Guid movement, string account, long minor) =>
        new() { Id = $"{movement}/{account}", MovementId = movement, Account = account, AmountMinor = minor, Currency = "EUR", At = At };

    static LockEvent Lock(int transfer, LockStatus status) =>
        new() { TransferId = Id(transfer), Account = "NONE", AmountMinor = 50, Currency = "BTC", Status = status, LockedAt = At };

    static ClaimFile File(int claim, ClaimFileStatus status) => new() { ClaimId = Id(claim), Currency = "EUR", OccurredAt = At, At = At, Status = status };

    static ProcessState Begun(ProcessState saga, Guid id)
    {
        (saga.CorrelationId, saga.CurrentState, saga.BusinessKey, saga.StartedAt, saga.ChangedAt) = (id, "Somewhere", $"{id}", At, At);
        return saga;
    }

    static ProcessState Ended(ProcessState saga, Guid id)
    {
        (Begun(saga, id).EndedAt, saga.Question) = (At, "is it?");
        return saga;
    }
}
