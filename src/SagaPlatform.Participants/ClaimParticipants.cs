using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.ClaimsDesk;
using SagaPlatform.Participants.ClaimsOffice;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants;

/// <summary>The claims office and the desk of its people: the services behind a claim.</summary>
static class ClaimParticipants
{
    public static IServiceCollection AddClaimParticipants(this IServiceCollection services) => services.AddSingleton<ISeed, PolicySeed>();

    public static IBusRegistrationConfigurator AddClaimParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddParticipant(Queues.ClaimsOffice, office => office
            .Handles<ValidateClaim, ClaimFileHandler>()
            .Handles<CloseClaimFile, ClaimFileHandler>()
            .Handles<ScoreClaim, AssessmentHandler>()
            .Handles<AssessClaim, AssessmentHandler>()
            .Handles<RecordClaim, AssessmentHandler>())
        .AddParticipant(Queues.ClaimsDesk, desk => desk
            .Handles<InvestigateClaim, ClaimsDeskHandler>()
            .Handles<WithdrawInvestigation, ClaimsDeskHandler>()
            .Handles<RequestClaimApproval, ClaimsDeskHandler>()
            .Handles<WithdrawClaimApproval, ClaimsDeskHandler>()
            .Handles<ReviewAppeal, ClaimsDeskHandler>()
            .Handles<WithdrawAppealReview, ClaimsDeskHandler>());
}
