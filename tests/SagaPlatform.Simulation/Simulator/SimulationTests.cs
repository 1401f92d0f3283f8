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

namespace SagaPlatform.Simulation.Simulator;

public sealed class OrderSimulationTests(ITestOutputHelper output) : Simulated<OrderScript>(output);

public sealed class AdmissionSimulationTests(ITestOutputHelper output) : Simulated<AdmissionScript>(output);

public sealed class RideSimulationTests(ITestOutputHelper output) : Simulated<RideScript>(output);

public sealed class RoutedPaymentSimulationTests(ITestOutputHelper output) : Simulated<RoutedPaymentScript>(output);

public sealed class RefundSimulationTests(ITestOutputHelper output) : Simulated<RefundScript>(output);

public sealed class TransferSimulationTests(ITestOutputHelper output) : Simulated<TransferScript>(output);

public sealed class CrossBorderSimulationTests(ITestOutputHelper output) : Simulated<CrossBorderScript>(output);

public sealed class ClearingSimulationTests(ITestOutputHelper output) : Simulated<ClearingScript>(output);

public sealed class SettlementSimulationTests(ITestOutputHelper output) : Simulated<SettlementScript>(output);

public sealed class ClaimSimulationTests(ITestOutputHelper output) : Simulated<ClaimScript>(output);

public sealed class ProcurementSimulationTests(ITestOutputHelper output) : Simulated<ProcurementScript>(output);
