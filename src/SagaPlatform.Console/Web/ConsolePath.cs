namespace SagaPlatform.OperatorConsole.Web;

/// <summary>Where the console's API is. Pages have the rest: a saga's page and its data are two addresses.</summary>
static class ConsolePath
{
    public const string Api = "/api";
}
