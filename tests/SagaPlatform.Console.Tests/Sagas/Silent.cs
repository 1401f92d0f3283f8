using SagaPlatform.OperatorConsole.Tests.Sagas.Samples;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Tests.Sagas;

/// <summary>Courses of a delivery, in the words of its own rules.</summary>
static class Silent
{
    public static void InCustoms(Conduct<DeliveryState> delivery)
    {
        delivery.Answered(delivery.Line("ChargeFee"), _ => { });
        delivery.Proceed();
    }

    public static void AtTheHandOver(Conduct<DeliveryState> delivery)
    {
        InCustoms(delivery);
        delivery.GoOn();
        delivery.Proceed();
    }

    /// <summary>Nobody knows whether the parcel was handed over: a person is asked.</summary>
    public static void PastThePointOfNoReturn(Conduct<DeliveryState> delivery)
    {
        AtTheHandOver(delivery);
        delivery.Rang(delivery.Line("HandOver").Due!.Value);
    }

    public static void GivenBack(Conduct<DeliveryState> delivery)
    {
        InCustoms(delivery);
        delivery.TurnBack("Customs refused the parcel.");
    }
}
