using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.OperatorConsole;
using SagaPlatform.Participants;
using SagaPlatform.Payments;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>The claim saga on an embedded platform.</summary>
static class ClaimFamilies
{
    /// <summary>The test itself answers the saga.</summary>
    public static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddClaims(configuration),
        Bus = bus => bus.AddClaimSagas(),
        Queues = [Queues.Claim],
    };

    /// <summary>The reference participants answer it, and people decide over HTTP; the test speaks for the payment.</summary>
    public static readonly EmbeddedFamily WithParticipants = new()
    {
        Services = (services, configuration) => Everybody(services, configuration),
        Bus = bus =>
        {
            bus.AddClaimSagas();
            bus.AddReferenceParticipants();
        },
        Queues = [Queues.Claim, Queues.ClaimsOffice, Queues.ClaimsDesk],
        Http = routes =>
        {
            ((WebApplication)routes).MapOperatorConsole();
            routes.MapClaimEndpoints();
        },
    };

    /// <summary>As above, and the payment is a real one.</summary>
    public static readonly EmbeddedFamily WithPayments = new()
    {
        Services = (services, configuration) => Everybody(services, configuration).AddPayments(configuration),
        Bus = bus =>
        {
            bus.AddClaimSagas();
            bus.AddPaymentSagas();
            bus.AddReferenceParticipants();
        },
        Queues = [Queues.Claim, Queues.ClaimsOffice, Queues.ClaimsDesk, Queues.RoutedPayment, Queues.PaymentRouting, Queues.PaymentGateways, Queues.CapturedPayments],
        Http = WithParticipants.Http,
    };

    /// <summary>What the registered laws of claims say; those of everything else are others' tests.</summary>
    public static async Task<IReadOnlyList<InvariantResult>> ClaimLaws(this EmbeddedPlatform platform)
    {
        using var checks = new InvariantChecks(
            platform.Get<IEnumerable<IInvariant>>().Where(x => x.Name.StartsWith("claims-", StringComparison.Ordinal)), platform.Get<IRowSnapshots>());
        return (await checks.Run(default)).ShouldNotBeNull();
    }

    static IServiceCollection Everybody(IServiceCollection services, IConfiguration configuration) =>
        services.AddClaims(configuration).AddParticipants().AddParticipantInvariants().AddOperatorConsole();
}
