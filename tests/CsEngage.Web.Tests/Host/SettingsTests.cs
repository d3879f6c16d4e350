using CsEngage.Web.Host;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace CsEngage.Web.Tests.Host;

public sealed class SettingsTests
{
    [Fact]
    public void Without_any_setting_it_is_one_process_on_one_file()
    {
        var settings = Read();
        settings.Database.ShouldBe("Data Source=/srv/engage/App_Data/engage.db");
        (settings.IsWeb, settings.IsWorker, settings.IsSecure, settings.Smtp).ShouldBe((true, true, false, null));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5081", "http://127.0.0.1:5081/")]
    [InlineData("http://localhost:5081;https://localhost:5082", "http://localhost:5081/")]
    [InlineData("http://+:8080", null)]
    [InlineData("http://0.0.0.0:8080", null)]
    [InlineData(null, null)]
    public void While_nobody_says_how_people_reach_us_it_is_where_we_listen(string? urls, string? address) => (Read(("urls", urls ?? "")).OwnAddress?.AbsoluteUri).ShouldBe(address);

    [Fact]
    public void An_https_address_makes_it_secure() => Read(("Engage:BaseUrl", "https://success.example.com")).IsSecure.ShouldBeTrue();

    [Theory]
    [InlineData("Engage:Rolls", "web", "Engage__Rolls is not a setting")]
    [InlineData("Engage:Roles", "web,wroker", "Engage__Roles")]
    [InlineData("Engage:Roles", "", "Engage__Roles")]
    [InlineData("Engage:BaseUrl", "success.example.com", "Engage__BaseUrl")]
    [InlineData("Engage:BaseUrl", "https://example.com/portal", "Engage__BaseUrl")]
    [InlineData("Engage:TestClock", "yes", "Engage__TestClock")]
    [InlineData("Engage:TestClock", "true", "refused in Production")]
    [InlineData("Engage:Locale", "fr", "Engage__Locale")]
    [InlineData("Engage:TrustedProxies", "10.0.0.0/8,nonsense", "Engage__TrustedProxies")]
    [InlineData("Engage:Themes", "/no/such/folder", "Engage__Themes")]
    [InlineData("ConnectionStrings:Engage", "engage.db", "ConnectionStrings__Engage")]
    [InlineData("Mail:From", "nobody", "Mail__From")]
    [InlineData("Smtp:Port", "25", "Smtp__Host")]
    public void A_wrong_setting_is_refused_in_one_sentence_that_names_it(string name, string value, string says)
    {
        var refusal = Should.Throw<SettingException>(() => Read((name, value))).Message;
        refusal.ShouldContain(says);
        refusal.ShouldNotContain("\n");
    }

    [Fact]
    public void Trusted_proxies_are_addresses_or_networks() =>
        Read(("Engage:TrustedProxies", "10.0.0.0/8, 192.168.1.7, fd00::/8")).TrustedProxies.Length.ShouldBe(3);

    [Fact]
    public void A_port_belongs_to_the_kind_of_security()
    {
        Read(("Smtp:Host", "mail.example")).Smtp!.Port.ShouldBe(587);
        Read(("Smtp:Host", "mail.example"), ("Smtp:Security", "tls")).Smtp!.Port.ShouldBe(465);
    }

    [Theory]
    [InlineData("Smtp:Host", "smtp://mail.example", "Smtp__Host is \"smtp://mail.example\" but must be only the name")]
    [InlineData("Smtp:Host", "mail.example:587", "the port is Smtp__Port")]
    [InlineData("Smtp:Password", "", "Smtp__User is given without Smtp__Password")]
    [InlineData("Smtp:Password", null, "Smtp__User is given without Smtp__Password")]
    public void A_mail_server_is_a_name_and_a_user_has_a_password(string name, string? value, string says)
    {
        Dictionary<string, string?> given = new() { ["Smtp:Host"] = "mail.example", ["Smtp:User"] = "engage", ["Smtp:Password"] = "s3cret", [name] = value };
        Should.Throw<SettingException>(() => Read([.. given.Where(one => one.Value is not null).Select(one => (one.Key, one.Value!))])).Message.ShouldContain(says);
        Read(("Smtp:Host", "2001:db8::25"), ("Smtp:User", "engage"), ("Smtp:Password", "s3cret")).Smtp!.Host.ShouldBe("2001:db8::25");
    }

    static Settings Read(params (string Name, string Value)[] given) =>
        Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(given.Select(one => KeyValuePair.Create<string, string?>(one.Name, one.Value))).Build(), new Machine());

    sealed class Machine : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;
        public string ApplicationName { get; set; } = "CsEngage.Web";
        public string ContentRootPath { get; set; } = "/srv/engage";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
