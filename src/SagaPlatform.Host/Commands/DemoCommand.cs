namespace SagaPlatform.Host.Commands;
static class DemoCommand { public static Task<int> Run(string[] a) => Task.FromResult(0); }
