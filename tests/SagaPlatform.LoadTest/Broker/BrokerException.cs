namespace SagaPlatform.LoadTest.Broker;

/// <summary>There is no platform to load, or it went away: nothing can be said of it.</summary>
/// <param name="message">What is missing, and what to do.</param>
/// <param name="inner">What the client said.</param>
sealed class BrokerException(string message, Exception? inner = null) : Exception(message, inner);
