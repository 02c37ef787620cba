import { mount } from 'svelte';
import App from './components/App.svelte';
import './tokens.css';
import './base.css';
import './print.css';

mount(App, { target: document.getElementById('app')! });
