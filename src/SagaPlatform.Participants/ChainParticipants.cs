using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Chains;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants;

/// <summary>The source chain and the target chain: the services behind cross-chain transfers.</summary>
static class ChainParticipants
{
    public static IServiceCollection AddChainParticipants(this IServiceCollection services)
    {
        services.AddLimits<ChainOptions>(ChainOptions.Section);
        services.AddSingleton<ISeed, ChainSeed>();
        return services;
    }

    public static IBusRegistrationConfigurator AddChainParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddParticipant(Queues.SourceChain, source => source
            .Handles<ValidateSourceAccount, SourceChainHandler>()
            .Handles<LockFunds, SourceChainHandler>()
            .Handles<UnlockFunds, SourceChainHandler>()
            .Handles<RecordTransfer, SourceChainHandler>())
        .AddParticipant(Queues.TargetChain, target => target
            .Handles<MonitorTransfer, TargetChainHandler>()
            .Handles<AskConfirmation, TargetChainHandler>()
            .Handles<ReleaseFunds, TargetChainHandler>());
}
