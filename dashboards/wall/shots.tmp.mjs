import { chromium } from 'playwright-core';
import fs from 'node:fs';
const base='http://127.0.0.1:5873';
const b = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']});
const axe=fs.readFileSync('node_modules/axe-core/axe.min.js','utf8');
async function signed(user,pw,size){const c=await b.newContext({viewport:size,bypassCSP:true});const p=await c.newPage();p.on('pageerror',e=>console.log('ERR',e.message));p.on('console',m=>m.type()==='error'&&console.log('CON',m.text()));await p.goto(base+'/district');await p.getByTestId('signin-user').fill(user);await p.getByTestId('signin-password').fill(pw);await p.getByTestId('signin-submit').click();await p.getByTestId('district').waitFor();return p;}
const admin=await signed('admin','admin',{width:1366,height:768});
const call=(m,u,body)=>admin.evaluate(async([m,u,body])=>{const r=await fetch(u,{method:m,headers:{'Content-Type':'application/json'},body:body?JSON.stringify(body):undefined});return [u,r.status,(await r.text()).slice(0,200)]},[m,u,body]);
if(process.argv[2]!=='again'){
for(const [id,kind,name,nameEn,parentId] of [['bj','city','北京市','Beijing',''],['cy','district','朝阳区','Chaoyang','bj'],['a','street','阳光街道','Sunshine Street','cy'],['b','street','滨河街道','Riverside Street','cy'],['a1','community','阳光一社区','Sunshine First','a'],['b1','community','滨河社区','Riverside','b'],['c','street','东湖街道','East Lake','cy']]) console.log(await call('PUT','/api/levels/'+id,{kind,name,nameEn,parentId}));
console.log(await call('PUT','/api/sites/sunshine',{levelId:'a1'}),await call('PUT','/api/sites/riverside',{levelId:'b1'}));
console.log(await call('PUT','/api/people/li',{name:'李科员',role:'officer',levelId:'cy',names:true,password:'an evening by the river',mustChangePassword:false}));
for(let i=0;i<6;i++) await call('PUT','/api/elders/elder-10'+(1+i)+'-1',{categories:['alone','disabled'].slice(0,1+i%2)});
console.log(await call('POST','/api/requests',{number:'12349-20261127-0042',source:'hotline',kind:'meal',levelId:'cy',address:'阳光路 1 号 2 单元 301',caller:'王先生',phone:'13800000000',text:'父亲独居，今天中午需要送餐'}));
console.log(await call('POST','/api/requests',{number:'12349-20261127-0043',source:'family',kind:'urgent',siteId:'sunshine',address:'101 室',caller:'张女士'}));
console.log(await call('POST','/api/requests',{source:'elder',kind:'bathing',siteId:'riverside',address:'h003'}));
const ym=new Date(Date.now()-40*864e5).toISOString().slice(0,7);
console.log(await call('POST','/api/district/months',{levelId:'cy',month:ym}));
}
for(const [name,size,user] of [['d1366',{width:1366,height:768},'li'],['d390',{width:390,height:844},'li'],['d1920',{width:1920,height:1080},'admin']]){
 const p=await signed(user,user==='li'?'an evening by the river':user,size);
 await p.getByTestId('children').waitFor();await p.waitForTimeout(400);
 await p.screenshot({path:`/tmp/${name}.png`,fullPage:true});
 console.log(name,'overflow',await p.evaluate(()=>document.scrollingElement.scrollWidth));
 await p.evaluate(axe);console.log('axe',JSON.stringify((await p.evaluate(()=>axe.run())).violations.map(v=>[v.id,v.impact,v.nodes.slice(0,2).map(n=>n.html.slice(0,150))])));
 await p.getByTestId('requests-link').click();await p.getByTestId('column-taken').waitFor();await p.waitForTimeout(400);
 if(user==='li'){await p.getByTestId('names').check();await p.waitForTimeout(400);}
 await p.getByTestId('lang-switch').click();await p.locator('[data-testid=take] summary').click();
 await p.screenshot({path:`/tmp/${name}r.png`,fullPage:true});
 console.log(name,'overflow',await p.evaluate(()=>document.scrollingElement.scrollWidth));
 console.log('axe',JSON.stringify((await p.evaluate(()=>axe.run())).violations.map(v=>[v.id,v.impact,v.nodes.slice(0,2).map(n=>n.html.slice(0,150))])));
 if(name==='d1366'){await p.getByTestId('sums-link').click();await p.getByTestId('children').waitFor();await p.pdf({path:'/tmp/d.pdf',preferCSSPageSize:true});}
}
await b.close();
