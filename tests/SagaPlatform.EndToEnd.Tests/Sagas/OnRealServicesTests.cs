using SagaPlatform.Orders.Tests.Fulfilment;

namespace SagaPlatform.EndToEnd.Tests.Sagas;

public sealed class OrdersOnRealServicesTests(OnRealServices<OrderScript> all) : EveryFaultOnRealServices<OrderScript>(all);
