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
using Xunit.Abstractions;

namespace SagaPlatform.Simulation.Explorer;

public sealed class OrderInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<OrderScript>(output, troubles: 1);

public sealed class AdmissionInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<AdmissionScript>(output, troubles: 2);

public sealed class RideInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<RideScript>(output, troubles: 2);

public sealed class RoutedPaymentInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<RoutedPaymentScript>(output, troubles: 2);

public sealed class RefundInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<RefundScript>(output, troubles: 2);

public sealed class TransferInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<TransferScript>(output, troubles: 2);

public sealed class CrossBorderInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<CrossBorderScript>(output, troubles: 2);

public sealed class ClearingInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<ClearingScript>(output, troubles: 2);

public sealed class SettlementInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<SettlementScript>(output, troubles: 2);

public sealed class ClaimInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<ClaimScript>(output, troubles: 2);

public sealed class ProcurementInterleavingsTests(ITestOutputHelper output) : EveryInterleaving<ProcurementScript>(output, troubles: 1);
