using SagaPlatform.Claims.Tests.Claim;
using SagaPlatform.Orders.Tests.Fulfilment;
using SagaPlatform.Orders.Tests.PeakAdmission;
using SagaPlatform.Orders.Tests.Ride;
using SagaPlatform.Payments.Tests.Clearing;
using SagaPlatform.Payments.Tests.CrossBorderPayment;
using SagaPlatform.Payments.Tests.CrossChainTransfer;
using SagaPlatform.Payments.Tests.Refund;
using SagaPlatform.Payments.Tests.RoutedPayment;
using SagaPlatform.SupplyChain.Tests.Procurement;

namespace SagaPlatform.EndToEnd.Tests.Sagas;

public sealed class OrdersOnRealServicesTests(OnRealServices<OrderScript> all) : EveryFaultOnRealServices<OrderScript>(all);

public sealed class AdmissionsOnRealServicesTests(OnRealServices<AdmissionScript> all) : EveryFaultOnRealServices<AdmissionScript>(all);

public sealed class TransfersOnRealServicesTests(OnRealServices<TransferScript> all) : EveryFaultOnRealServices<TransferScript>(all);

public sealed class RefundsOnRealServicesTests(OnRealServices<RefundScript> all) : EveryFaultOnRealServices<RefundScript>(all);

public sealed class RoutedPaymentsOnRealServicesTests(OnRealServices<RoutedPaymentScript> all) : EveryFaultOnRealServices<RoutedPaymentScript>(all);

public sealed class ProcurementsOnRealServicesTests(OnRealServices<ProcurementScript> all) : EveryFaultOnRealServices<ProcurementScript>(all);

public sealed class ClaimsOnRealServicesTests(OnRealServices<ClaimScript> all) : EveryFaultOnRealServices<ClaimScript>(all);

public sealed class RidesOnRealServicesTests(OnRealServices<RideScript> all) : EveryFaultOnRealServices<RideScript>(all);

public sealed class CrossBorderPaymentsOnRealServicesTests(OnRealServices<CrossBorderScript> all) : EveryFaultOnRealServices<CrossBorderScript>(all);

public sealed class ClearingsOnRealServicesTests(OnRealServices<ClearingScript> all) : EveryFaultOnRealServices<ClearingScript>(all);

public sealed class SettlementsOnRealServicesTests(OnRealServices<SettlementScript> all) : EveryFaultOnRealServices<SettlementScript>(all);
