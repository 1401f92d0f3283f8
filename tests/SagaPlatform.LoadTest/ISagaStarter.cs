namespace SagaPlatform.LoadTest;

/// <summary>The way to a platform: where starts are sent.</summary>
interface ISagaStarter
{
    /// <summary>Sends the start of a saga, without waiting for anything: neither the broker nor the platform can slow the arrivals down.</summary>
    /// <param name="id">The saga's id.</param>
    /// <param name="number">Its number in the run, from 0.</param>
    void Start(Guid id, int number);
}
