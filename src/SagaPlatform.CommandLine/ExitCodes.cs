using System.Net;

namespace SagaPlatform.CommandLine;

/// <summary>What a script learns from a command's end.</summary>
static class ExitCodes
{
    /// <summary>It was done, or it is as it should be.</summary>
    public const int Ok = 0;

    /// <summary>It was not done, or is not as it should be.</summary>
    public const int Failed = 1;

    /// <summary>The command was not understood, or its values are wrong.</summary>
    public const int Usage = 2;

    /// <summary>There is no such thing.</summary>
    public const int NotFound = 3;

    /// <summary>It moved meanwhile, or the process does not allow it now.</summary>
    public const int Conflict = 4;

    /// <summary>The platform does not answer, or is not well.</summary>
    public const int Unhealthy = 5;

    public static int Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => NotFound,
        HttpStatusCode.Conflict => Conflict,
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => Usage,
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => Unhealthy,
        _ => Failed,
    };
}
